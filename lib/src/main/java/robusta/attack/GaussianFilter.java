package robusta.attack;

import robusta.run.RobustaException;

/** See {@link Filter#gaussian}. */
record GaussianFilter(double deviation) implements Filter {

  GaussianFilter {
    if (!(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new RobustaException(
          "the deviation of a blur must be 0 pixels or more, not " + deviation);
    }
  }

  @Override
  public Bound bind(int channels, int height, int width) {
    if (deviation == 0) {
      return NONE.bind(channels, height, width);
    }
    float[] weights = weights(deviation, 3, height, width);
    float[] across = new float[height * width];
    return (pixels, at) -> {
      for (int c = 0; c < channels; c++) {
        int plane = at + c * height * width;
        for (int y = 0; y < height; y++) {
          line(pixels, plane + y * width, across, y * width, width, 1, weights);
        }
        for (int x = 0; x < width; x++) {
          line(across, x, pixels, plane + x, height, width, weights);
        }
      }
    };
  }

  /** Smooths one row or column, whose values are {@code stride} apart. */
  private static void line(
      float[] from, int at, float[] into, int to, int length, int stride, float... weights) {
    for (int i = 0; i < length; i++) {
      float sum = 0;
      float total = 0;
      int least = Math.max(0, i - weights.length + 1);
      int most = Math.min(length - 1, i + weights.length - 1);
      for (int k = least; k <= most; k++) {
        float weight = weights[Math.abs(k - i)];
        sum += weight * from[at + k * stride];
        total += weight;
      }
      into[to + i * stride] = sum / total;
    }
  }

  /** The Gaussian at distances 0, 1, ... up to so many deviations, or to the image's other end. */
  static float[] weights(double deviation, double reach, int height, int width) {
    int longest = Math.max(height, width);
    float[] weights = new float[(int) Math.min(longest, Math.ceil(reach * deviation) + 1)];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) Math.exp(-k * k / (2 * deviation * deviation));
    }
    return weights;
  }

  @Override
  public String toString() {
    return "blur " + deviation;
  }
}
