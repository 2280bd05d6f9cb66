package robusta.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.model.Safetensors;
import robusta.run.RunContext;
import robusta.testing.Reference;

/** Training steps against those that PyTorch took from the same weights. */
class ReferenceTrainingTest {

  @Test
  void threeStepsOnThePortableNetwork() {
    threeSteps(Reference.portable());
  }

  @Test
  void threeStepsOnCifarImages() {
    threeSteps(Reference.robustness());
  }

  private static void threeSteps(Reference reference) {
    Model model = reference.model();
    Images images = reference.images("x");
    try (Safetensors expected = reference.tensors("sgd_3_steps");
        TrainingStep step =
            new TrainingStep(
                model,
                OneDnnEngine.instance(),
                Precision.F32,
                Optimizer.sgd(0.9, 5e-4),
                Adversary.none(),
                images.count())) {
      for (int i = 0; i < 3; i++) {
        Batch batch = new Batch(images.copy(), reference.labels());
        step.take(batch, i, 0.1, 0, RunContext.quiet(0));
        assertEquals(expected.floats("loss." + i)[0], step.loss(), 1e-4);
      }
      int compared = 0;
      for (String name : expected.names()) {
        if (!name.startsWith("loss.") && !name.endsWith("num_batches_tracked")) {
          double error = relativeError(expected.floats(name), parameter(model, name));
          assertTrue(error < 1e-3, name + " differs by " + error);
          compared++;
        }
      }
      assertTrue(compared > 60, compared + " tensors");
    }
  }

  private static float[] parameter(Model model, String name) {
    int dot = name.lastIndexOf('.');
    Map<String, INDArray> parameters = model.graph().getLayer(name.substring(0, dot)).paramTable();
    boolean norm = parameters.containsKey("gamma");
    String key =
        switch (name.substring(dot + 1)) {
          case "weight" -> norm ? "gamma" : "W";
          case "bias" -> norm ? "beta" : "b";
          case "running_mean" -> "mean";
          case "running_var" -> "var";
          default -> throw new AssertionError("unexpected tensor " + name);
        };
    INDArray values = parameters.get(key);
    // DL4J keeps dense weights as in x out.
    boolean dense = key.equals("W") && values.rank() == 2;
    return values.dup(dense ? 'f' : 'c').data().asFloat();
  }

  private static double relativeError(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
