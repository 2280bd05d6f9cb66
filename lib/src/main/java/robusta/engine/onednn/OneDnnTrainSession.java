package robusta.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.engine.Precision;
import robusta.engine.TrainSession;
import robusta.model.Model;
import robusta.plan.Plan;
import robusta.run.Cancellation;

/** A network in train mode on oneDNN: one program per batch size. */
final class OneDnnTrainSession implements TrainSession {
  private final Model model;
  private final Pixels pixels;
  private final Programs<TrainProgram> programs;
  private Cancellation cancellation = new Cancellation();
  private TrainProgram current;
  private int count;

  OneDnnTrainSession(Native dnnl, Model model, Plan plan, Precision precision) {
    this.model = model;
    this.pixels = new Pixels(model.normalizer(), model.height() * model.width());
    memory.data_type type = precision == Precision.BF16 ? Native.BF16 : Native.F32;
    ComputationGraph graph = model.graph();
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    ParameterMemory parameters = new ParameterMemory(graph.params());
    ParameterMemory gradients = new ParameterMemory(graph.getFlattenedGradients());
    gradients.clear();
    this.programs =
        new Programs<>(
            model,
            size -> new TrainProgram(dnnl, plan, parameters, gradients, type, size),
            size -> TrainFootprint.of(plan, precision, size),
            () -> true, // Only the gradient counts as weights, and it is there.
            dnnl.arena::free);
  }

  @Override
  public void forward(float[] images, int newCount, long dropoutSeed, float[] logits) {
    pixels.require(images, newCount);
    NativeThread.run(
        () -> {
          current = null;
          current = programs.get(newCount);
          count = newCount;
          pixels.write(images, count, current.input());
          current.forward(dropoutSeed, cancellation);
          current.logits().get(logits, 0, count * model.classes().size());
        },
        cancellation);
  }

  @Override
  public void backward(float[] logitsGradient) {
    if (current == null) {
      throw new IllegalStateException("nothing has gone through the network yet");
    }
    NativeThread.run(
        () -> {
          current.logitsGradient().put(logitsGradient, 0, count * model.classes().size());
          current.backward(cancellation);
        },
        cancellation);
  }

  @Override
  public void cancelWith(Cancellation request) {
    cancellation = request;
  }

  @Override
  public void close() {
    NativeThread.run(
        () -> {
          current = null;
          programs.close();
        });
  }
}
