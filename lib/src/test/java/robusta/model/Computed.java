package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;

/** What the engine computes from a model for some images. */
record Computed(Model model, float[] images, float[] logits, float[] representation) {

  /** Runs it forward. */
  static Computed of(Model model, float[] images) {
    try (EvalSession session = session(model)) {
      int count = images.length / session.inputSize();
      float[] logits = new float[count * session.size(Tap.LOGITS)];
      float[] representation = new float[count * session.size(Tap.REPRESENTATION)];
      session.forward(images, count);
      session.value(Tap.LOGITS, logits);
      session.value(Tap.REPRESENTATION, representation);
      return new Computed(model, images, logits, representation);
    }
  }

  /**
   * Compares it, and the gradient of the mean cross entropy, each to 1e-4 of the largest number
   * where that is above 1.
   */
  void assertLike(
      float[] expectedLogits, float[] expectedRepresentation, int[] labels, float[] gradient) {
    assertClose(expectedLogits, logits, "logits");
    assertClose(expectedRepresentation, representation, "representation");
    assertClose(gradient, gradient(labels), "input gradient");
  }

  private float[] gradient(int[] labels) {
    try (EvalSession session = session(model)) {
      int classes = session.size(Tap.LOGITS);
      float[] upstream = new float[logits.length];
      for (int i = 0; i < labels.length; i++) {
        double sum = 0;
        for (int j = 0; j < classes; j++) {
          sum += Math.exp(logits[i * classes + j]);
        }
        for (int j = 0; j < classes; j++) {
          double probability = Math.exp(logits[i * classes + j]) / sum;
          upstream[i * classes + j] =
              (float) ((probability - (labels[i] == j ? 1 : 0)) / labels.length);
        }
      }
      float[] into = new float[images.length];
      session.forward(images, labels.length);
      session.backward(Map.of(Tap.LOGITS, upstream), false, into);
      return into;
    }
  }

  private static EvalSession session(Model model) {
    return OneDnnEngine.instance()
        .evaluate(model, Set.of(Tap.LOGITS, Tap.REPRESENTATION), Precision.F32);
  }

  private static void assertClose(float[] expected, float[] actual, String what) {
    double largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, (float) (1e-4 * largest), what);
  }
}
