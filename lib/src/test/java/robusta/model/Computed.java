package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
   * Compares the logits and the representation to 1e-4 (of the largest number, where that is above
   * 1), and the gradient of the mean cross entropy.
   *
   * @param gradientError how long the difference of the gradients may be, over the gradient's
   *     length. Where one of millions of activations is 0 but for rounding, its ReLU may pass the
   *     gradient here and not there: PyTorch's own float32 gradients of random ResNets and VGGs at
   *     224 pixels differ from its float64 ones by a hundredth of their length.
   */
  void assertLike(
      float[] expectedLogits,
      float[] expectedRepresentation,
      int[] labels,
      float[] expectedGradient,
      double gradientError) {
    assertClose(expectedLogits, logits, "logits");
    assertClose(expectedRepresentation, representation, "representation");
    float[] gradient = gradient(labels);
    double off = 0;
    double length = 0;
    for (int i = 0; i < gradient.length; i++) {
      off += Math.pow(gradient[i] - expectedGradient[i], 2);
      length += Math.pow(expectedGradient[i], 2);
    }
    double error = Math.sqrt(off / length);
    assertTrue(error <= gradientError, "the input gradient is off by " + error);
  }

  private static void assertClose(float[] expected, float[] actual, String what) {
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, 1e-4f * largest, what);
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
}
