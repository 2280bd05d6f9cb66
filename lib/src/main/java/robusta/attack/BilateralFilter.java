package robusta.attack;

import java.util.Arrays;
import robusta.run.RobustaException;

/** See {@link Filter#bilateral}. */
record BilateralFilter(double deviation, double range) implements Filter {

  BilateralFilter {
    if (!(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new RobustaException(
          "the deviation of a bilateral filter must be 0 pixels or more, not " + deviation);
    }
    if (!(range > 0)) {
      throw new RobustaException(
          "the colour range of a bilateral filter must be above 0, not " + range);
    }
  }

  @Override
  public Bound bind(int channels, int height, int width) {
    if (deviation == 0) {
      return NONE.bind(channels, height, width);
    }
    // Beyond two deviations a neighbour weighs too little to be worth its exponential.
    float[] near = GaussianFilter.weights(deviation, 2, height, width);
    float[] original = new float[channels * height * width];
    double[] sum = new double[channels];
    int plane = height * width;
    return (pixels, at) -> {
      System.arraycopy(pixels, at, original, 0, original.length);
      for (int p = 0; p < plane; p++) {
        int y = p / width;
        int x = p % width;
        Arrays.fill(sum, 0);
        double total = 0;
        for (int v = Math.max(0, y - near.length + 1); v < Math.min(height, y + near.length); v++) {
          for (int u = Math.max(0, x - near.length + 1);
              u < Math.min(width, x + near.length);
              u++) {
            int q = v * width + u;
            double weight =
                near[Math.abs(v - y)]
                    * near[Math.abs(u - x)]
                    * Math.exp(-difference(original, channels, plane, p, q) / (2 * range * range));
            total += weight;
            for (int c = 0; c < channels; c++) {
              sum[c] += weight * original[c * plane + q];
            }
          }
        }
        for (int c = 0; c < channels; c++) {
          pixels[at + c * plane + p] = (float) (sum[c] / total);
        }
      }
    };
  }

  /** The squared difference of two pixels' colours. */
  private static double difference(float[] image, int channels, int plane, int p, int q) {
    double squares = 0;
    for (int c = 0; c < channels; c++) {
      double d = image[c * plane + p] - image[c * plane + q];
      squares += d * d;
    }
    return squares;
  }

  @Override
  public String toString() {
    return "bilateral " + deviation + " " + range;
  }
}
