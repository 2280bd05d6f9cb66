package robusta.represent;

import java.util.Arrays;
import robusta.data.Images;

/**
 * A number for how much inverted images resemble their targets, with what would come out without
 * any inversion beside it. A representation inverts well when {@code image} is far better than both
 * {@code source} and {@code others}; one that only matches numbers has a low {@code
 * representationDistance} and an {@code image} like {@code source}.
 *
 * @param representationDistance mean of ||R(x) - R(t)|| / ||R(t)||
 * @param image the inverted images against their targets
 * @param source the baseline of doing nothing: the sources against the targets
 * @param others the baseline of chance: each inverted image against the next target; equal to
 *     {@code image} where there is only one
 */
public record InversionQuality(
    double representationDistance, Likeness image, Likeness source, Likeness others) {

  /**
   * Means over pairs of images.
   *
   * @param rmse root mean square difference of the pixels; see {@link RepresentationMetrics#rmse}
   * @param psnr peak signal-to-noise ratio of the mean square error, in dB
   * @param ssim structural similarity; see {@link RepresentationMetrics#ssim}; not a number for
   *     images below 11 pixels
   */
  public record Likeness(double rmse, double psnr, double ssim) {

    /** Of pairs of images. */
    public static Likeness of(Images a, Images b) {
      boolean large = Math.min(a.height(), a.width()) >= 11;
      double meanSquare =
          Arrays.stream(RepresentationMetrics.rmse(a, b)).map(r -> r * r).average().orElseThrow();
      return new Likeness(
          mean(RepresentationMetrics.rmse(a, b)),
          -10 * Math.log10(meanSquare),
          large ? mean(RepresentationMetrics.ssim(a, b)) : Double.NaN);
    }

    private static double mean(double... values) {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  /** Measures an inversion. */
  public static InversionQuality of(InversionResult result) {
    Images images = result.images();
    Images targets = result.targets();
    double distance = 0;
    for (float d : result.distanceAfter()) {
      distance += d / images.count();
    }
    return new InversionQuality(
        distance,
        Likeness.of(images, targets),
        Likeness.of(result.sources(), targets),
        others(images, targets));
  }

  private static Likeness others(Images images, Images targets) {
    int count = images.count();
    int[] next = new int[count];
    Arrays.setAll(next, i -> (i + 1) % count);
    return Likeness.of(images, targets.select(next));
  }
}
