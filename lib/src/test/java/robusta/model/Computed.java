package robusta.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
   * Compares it, and the gradient of the mean cross entropy, to 1e-4 (of the largest number, where
   * that is above 1); the whole gradient besides to 3% of its length.
   *
   * @param kinks which part of the gradient may differ by more: where one of millions of
   *     activations is 0 but for rounding, its ReLU may pass the gradient here and not there.
   *     PyTorch's own float32 gradient of a random wide ResNet-50-2 differs so from its float64 one
   *     in 0.03% of the pixels, and by 1% of its length.
   */
  void assertLike(
      float[] expectedLogits,
      float[] expectedRepresentation,
      int[] labels,
      float[] expectedGradient,
      double kinks) {
    assertEquals(0, different(expectedLogits, logits), "logits");
    assertEquals(0, different(expectedRepresentation, representation), "representation");
    float[] gradient = gradient(labels);
    double part = different(expectedGradient, gradient);
    assertTrue(part <= kinks, "input gradient: %s differs".formatted(part));
    double off = 0;
    double length = 0;
    for (int i = 0; i < gradient.length; i++) {
      off += Math.pow(gradient[i] - expectedGradient[i], 2);
      length += Math.pow(expectedGradient[i], 2);
    }
    assertTrue(off <= 0.03 * 0.03 * length, "input gradient is off by " + Math.sqrt(off / length));
  }

  /** Which part of the numbers is off by more than 1e-4 of the largest, or of 1. */
  private static double different(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      count += Math.abs(expected[i] - actual[i]) <= 1e-4f * largest ? 0 : 1;
    }
    return count / (double) expected.length;
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
