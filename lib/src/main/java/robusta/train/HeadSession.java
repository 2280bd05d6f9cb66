package robusta.train;

import java.util.Arrays;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.model.Model;
import robusta.plan.Parameter;
import robusta.plan.PlanCompiler;
import robusta.plan.Step;
import robusta.run.Cancellation;

/**
 * The last dense layer in training on top of a frozen body. It is so small beside the body that
 * plain Java computes it, in float32.
 */
final class HeadSession implements TrainSession {
  private final EvalSession body;
  private final FlatParameters parameters;
  private final Step.Dense head;
  private final int inputs;
  private final int outputs;
  private final float[] weights;
  private final float[] bias;
  private float[] representations = new float[0];
  private int count;

  /**
   * A session around a body that it closes with itself.
   *
   * @param body has the representation
   * @param parameters the model's, where the gradient goes
   */
  HeadSession(Model model, EvalSession body, FlatParameters parameters) {
    this.body = body;
    this.parameters = parameters;
    head = PlanCompiler.compile(model).head();
    inputs = (int) head.weights().shape()[1];
    outputs = (int) head.weights().shape()[0];
    weights = new float[inputs * outputs];
    bias = new float[outputs];
  }

  @Override
  public void forward(float[] images, int newCount, long dropoutSeed, float[] logits) {
    body.forward(images, newCount);
    count = newCount;
    if (representations.length < count * inputs) {
      representations = new float[count * inputs];
    }
    body.value(Tap.REPRESENTATION, representations);
    parameters.readWeights(FlatParameters.range(head.weights()), weights);
    if (head.bias() != null) {
      parameters.readWeights(FlatParameters.range(head.bias()), bias);
    }
    Parameter layout = head.weights();
    int row = (int) layout.strides()[0];
    int column = (int) layout.strides()[1];
    for (int n = 0; n < count; n++) {
      for (int o = 0; o < outputs; o++) {
        float sum = bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += weights[o * row + i * column] * representations[n * inputs + i];
        }
        logits[n * outputs + o] = sum;
      }
    }
  }

  @Override
  public void backward(float[] logitsGradient) {
    int row = (int) head.weights().strides()[0];
    int column = (int) head.weights().strides()[1];
    // What was read of the weights is not needed any more.
    Arrays.fill(weights, 0);
    Arrays.fill(bias, 0);
    for (int n = 0; n < count; n++) {
      for (int o = 0; o < outputs; o++) {
        float g = logitsGradient[n * outputs + o];
        bias[o] += g;
        for (int i = 0; i < inputs; i++) {
          weights[o * row + i * column] += g * representations[n * inputs + i];
        }
      }
    }
    parameters.writeGradient(FlatParameters.range(head.weights()), weights);
    if (head.bias() != null) {
      parameters.writeGradient(FlatParameters.range(head.bias()), bias);
    }
    Arrays.fill(bias, 0);
  }

  @Override
  public void cancelWith(Cancellation cancellation) {
    body.cancelWith(cancellation);
  }

  @Override
  public void close() {
    body.close();
  }
}
