package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import robusta.data.Images;
import robusta.testing.Reference;

/** PyTorch's weights in our graphs give, run by DL4J itself, PyTorch's results. */
class ReferenceWeightsTest {

  @Test
  void portableWeightsGiveTheReferenceLogits() {
    check(Reference.portable());
  }

  @Test
  void cifarWeightsGiveTheReferenceLogits() {
    check(Reference.robustness());
  }

  private static void check(Reference reference) {
    Model model = reference.model();
    ComputationGraph graph = model.graph();
    INDArray input = normalized(reference.images("x"), model);
    Map<String, INDArray> values = graph.feedForward(input, false);
    assertArrayEquals(
        reference.array("representation"), values.get("avgpool").dup('c').data().asFloat(), 1e-4f);
    INDArray weights = graph.getLayer("linear").getParam("W");
    INDArray bias = graph.getLayer("linear").getParam("b");
    INDArray logits = values.get("avgpool").mmul(weights).addRowVector(bias);
    assertArrayEquals(reference.array("logits"), logits.dup('c').data().asFloat(), 1e-4f);
    INDArray probabilities = Transforms.softmax(logits);
    assertArrayEquals(
        probabilities.dup('c').data().asFloat(),
        graph.outputSingle(input).dup('c').data().asFloat(),
        1e-4f);
  }

  private static INDArray normalized(Images images, Model model) {
    INDArray clamped = Transforms.max(Transforms.min(images.toArray(), 1), 0);
    INDArray mean = Nd4j.createFromArray(model.normalizer().mean()).reshape(1, 3, 1, 1);
    INDArray std = Nd4j.createFromArray(model.normalizer().std()).reshape(1, 3, 1, 1);
    return clamped.sub(mean).div(std);
  }
}
