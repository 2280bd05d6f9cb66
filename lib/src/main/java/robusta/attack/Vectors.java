package robusta.attack;

/**
 * Arithmetic on a part of an array. Sums run in four independent double accumulators: exact enough
 * for norms of any image, and not bound by the latency of one addition.
 */
final class Vectors {
  private Vectors() {}

  /** The Euclidean norm of {@code a[from..to)}. */
  static double norm(float[] a, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += (double) a[i] * a[i];
      s1 += (double) a[i + 1] * a[i + 1];
      s2 += (double) a[i + 2] * a[i + 2];
      s3 += (double) a[i + 3] * a[i + 3];
    }
    for (; i < to; i++) {
      s0 += (double) a[i] * a[i];
    }
    return Math.sqrt((s0 + s1) + (s2 + s3));
  }

  /** The Euclidean distance of {@code a[from..to)} and {@code b[from..to)}. */
  static double distance(float[] a, float[] b, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      double d0 = a[i] - b[i];
      double d1 = a[i + 1] - b[i + 1];
      double d2 = a[i + 2] - b[i + 2];
      double d3 = a[i + 3] - b[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < to; i++) {
      double d = a[i] - b[i];
      s0 += d * d;
    }
    return Math.sqrt((s0 + s1) + (s2 + s3));
  }

  /** The largest absolute difference of {@code a[from..to)} and {@code b[from..to)}. */
  static double maxDistance(float[] a, float[] b, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** {@code a += scale * b} on {@code [from, to)}. */
  static void addScaled(float[] a, float scale, float[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] += scale * b[i];
    }
  }

  /** {@code a *= scale} on {@code [from, to)}. */
  static void scale(float[] a, float scale, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] *= scale;
    }
  }

  /** Moves every value of {@code a[from..to)} into [0, 1]. */
  static void clampToUnit(float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = Math.min(1f, Math.max(0f, a[i]));
    }
  }

  /** The index of the largest of {@code a[from..to)}, counted from {@code from}. */
  static int argmax(float[] a, int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      if (a[i] > a[best]) {
        best = i;
      }
    }
    return best - from;
  }
}
