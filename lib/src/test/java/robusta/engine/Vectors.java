package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

/** Arrays to feed to networks, and how far apart two are. */
final class Vectors {
  private Vectors() {}

  /** Pixels in [0, 1]. */
  static float[] pixels(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  static float[] normal(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** The norm of the difference over the norm of what is expected. */
  static double error(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    double[] difference = new double[expected.length];
    for (int i = 0; i < expected.length; i++) {
      difference[i] = expected[i] - actual[i];
    }
    // Beside something that is zero but for rounding, rounding is no error.
    return norm(difference) / Math.max(norm(expected), 1e-6);
  }

  static void assertClose(double[] expected, float[] actual, double tolerance, String what) {
    assertClose(expected, doubles(actual), tolerance, what);
  }

  static void assertClose(double[] expected, double[] actual, double tolerance, String what) {
    double error = error(expected, actual);
    assertTrue(error <= tolerance, () -> what + ": relative error " + error);
  }
}
