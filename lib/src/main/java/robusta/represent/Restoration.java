package robusta.represent;

import java.util.Arrays;
import robusta.data.Images;

/**
 * How near images came to originals that were hidden from them.
 *
 * @param psnr peak signal-to-noise ratio per image, in dB
 * @param ssim structural similarity per image; see {@link RepresentationMetrics#ssim}; not a number
 *     for images below 11 pixels
 * @param psnrInside the peak signal-to-noise ratio of the hidden region alone; empty where there is
 *     none
 */
public record Restoration(double[] psnr, double[] ssim, double[] psnrInside) {

  /**
   * Compares.
   *
   * @param region one value per pixel value of the images, 1 where it was hidden; empty where all
   *     was
   */
  static Restoration of(Images images, Images originals, float... region) {
    double[] ssim = new double[images.count()];
    if (Math.min(images.height(), images.width()) < 11) {
      Arrays.fill(ssim, Double.NaN);
    } else {
      ssim = RepresentationMetrics.ssim(images, originals);
    }
    double[] inside = region.length == 0 ? new double[0] : rmse(images, originals, region, 1);
    Arrays.setAll(inside, i -> -20 * Math.log10(inside[i]));
    return new Restoration(RepresentationMetrics.psnr(images, originals), ssim, inside);
  }

  /**
   * The root mean square difference of a part of the pixels.
   *
   * @param value the region's value that counts
   */
  static double[] rmse(Images a, Images b, float[] region, float value) {
    int size = a.imageSize();
    double[] rmse = new double[a.count()];
    for (int i = 0; i < rmse.length; i++) {
      double squares = 0;
      int count = 0;
      for (int j = i * size; j < (i + 1) * size; j++) {
        if (region[j] == value) {
          double d = a.pixels()[j] - b.pixels()[j];
          squares += d * d;
          count++;
        }
      }
      rmse[i] = Math.sqrt(squares / count);
    }
    return rmse;
  }
}
