package robusta.represent;

import robusta.data.Images;
import robusta.run.RobustaException;

/** How alike two images or two representations are. Every method gives one value per example. */
public final class RepresentationMetrics {
  /** Wang et al. 2004: a Gaussian window of 11 x 11 pixels with this deviation. */
  private static final double SSIM_DEVIATION = 1.5;

  private static final int SSIM_WINDOW = 11;

  /** (K1 L)^2 and (K2 L)^2 of Wang et al. 2004, for pixels in [0, 1]. */
  private static final double SSIM_C1 = 0.01 * 0.01;

  private static final double SSIM_C2 = 0.03 * 0.03;

  private RepresentationMetrics() {}

  /** ||a - b|| / ||b|| of the representations, the distance that inversion lowers. */
  public static float[] distances(Activations a, Activations b) {
    return distances(a.representations(), b.representations(), b.representationSize());
  }

  /** ||a - b|| / ||b|| of rows of {@code size} values. */
  static float[] distances(float[] a, float[] b, int size) {
    float[] distances = new float[b.length / size];
    for (int i = 0; i < distances.length; i++) {
      double difference = 0;
      double norm = 0;
      for (int j = i * size; j < (i + 1) * size; j++) {
        double d = a[j] - b[j];
        difference += d * d;
        norm += (double) b[j] * b[j];
      }
      distances[i] = (float) Math.sqrt(difference / norm);
    }
    return distances;
  }

  /** The Euclidean distance of the pixels. */
  public static double[] l2(Images a, Images b) {
    requirePairs(a, b);
    int size = a.imageSize();
    double[] distances = new double[a.count()];
    for (int i = 0; i < distances.length; i++) {
      double sum = 0;
      for (int j = i * size; j < (i + 1) * size; j++) {
        double d = a.pixels()[j] - b.pixels()[j];
        sum += d * d;
      }
      distances[i] = Math.sqrt(sum);
    }
    return distances;
  }

  /** The root mean square difference of the pixels, from 0 to 1. */
  public static double[] rmse(Images a, Images b) {
    double[] values = l2(a, b);
    for (int i = 0; i < values.length; i++) {
      values[i] /= Math.sqrt(a.imageSize());
    }
    return values;
  }

  /** The peak signal-to-noise ratio in dB, 20 log10(1 / RMSE); infinite for equal images. */
  public static double[] psnr(Images a, Images b) {
    double[] values = rmse(a, b);
    for (int i = 0; i < values.length; i++) {
      values[i] = -20 * Math.log10(values[i]);
    }
    return values;
  }

  /**
   * The structural similarity, 1 for equal images: Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli,
   * Image quality assessment: from error visibility to structural similarity, IEEE TIP 13(4), 2004;
   * with its 11 x 11 Gaussian window (deviation 1.5) where that lies inside the image, K1 0.01 and
   * K2 0.03, averaged over positions and channels.
   *
   * @throws RobustaException if the images are smaller than the window
   */
  public static double[] ssim(Images a, Images b) {
    requirePairs(a, b);
    if (Math.min(a.height(), a.width()) < SSIM_WINDOW) {
      throw new RobustaException(
          "SSIM needs images of at least 11x11 pixels, not %dx%d".formatted(a.height(), a.width()));
    }
    double[] values = new double[a.count()];
    for (int i = 0; i < values.length; i++) {
      for (int c = 0; c < a.channels(); c++) {
        int from = (i * a.channels() + c) * a.height() * a.width();
        values[i] +=
            ssimOfPlane(a.pixels(), b.pixels(), from, a.height(), a.width()) / a.channels();
      }
    }
    return values;
  }

  private static double ssimOfPlane(float[] a, float[] b, int from, int height, int width) {
    int plane = height * width;
    double[][] fields = new double[5][plane];
    for (int p = 0; p < plane; p++) {
      double x = a[from + p];
      double y = b[from + p];
      fields[0][p] = x;
      fields[1][p] = y;
      fields[2][p] = x * x;
      fields[3][p] = y * y;
      fields[4][p] = x * y;
    }
    double[][] means = new double[5][];
    for (int f = 0; f < 5; f++) {
      means[f] = blur(fields[f], height, width);
    }
    double sum = 0;
    for (int p = 0; p < means[0].length; p++) {
      double x = means[0][p];
      double y = means[1][p];
      double varianceX = means[2][p] - x * x;
      double varianceY = means[3][p] - y * y;
      double covariance = means[4][p] - x * y;
      sum +=
          (2 * x * y + SSIM_C1)
              * (2 * covariance + SSIM_C2)
              / ((x * x + y * y + SSIM_C1) * (varianceX + varianceY + SSIM_C2));
    }
    return sum / means[0].length;
  }

  /** The Gaussian mean around every pixel whose window lies inside. */
  private static double[] blur(double[] field, int height, int width) {
    double[] window = gaussian();
    int outWidth = width - SSIM_WINDOW + 1;
    int outHeight = height - SSIM_WINDOW + 1;
    double[] across = new double[height * outWidth];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < outWidth; x++) {
        double sum = 0;
        for (int k = 0; k < SSIM_WINDOW; k++) {
          sum += window[k] * field[y * width + x + k];
        }
        across[y * outWidth + x] = sum;
      }
    }
    double[] blurred = new double[outHeight * outWidth];
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        double sum = 0;
        for (int k = 0; k < SSIM_WINDOW; k++) {
          sum += window[k] * across[(y + k) * outWidth + x];
        }
        blurred[y * outWidth + x] = sum;
      }
    }
    return blurred;
  }

  private static double[] gaussian() {
    double[] window = new double[SSIM_WINDOW];
    double sum = 0;
    for (int k = 0; k < SSIM_WINDOW; k++) {
      double distance = (k - SSIM_WINDOW / 2) / SSIM_DEVIATION;
      window[k] = Math.exp(-distance * distance / 2);
      sum += window[k];
    }
    for (int k = 0; k < SSIM_WINDOW; k++) {
      window[k] /= sum;
    }
    return window;
  }

  private static void requirePairs(Images a, Images b) {
    a.requireSameShape(b);
    if (a.count() != b.count()) {
      throw new RobustaException(
          "images are compared in pairs, but there are %d and %d".formatted(a.count(), b.count()));
    }
  }
}
