package robusta.represent;

import java.util.Arrays;
import java.util.Optional;
import robusta.data.Images;

/**
 * Numbers for how much inverted images resemble their targets, with what would come out without any
 * inversion beside them. A representation inverts well when {@code image} is far better than both
 * {@code source} and {@code others}; one that only matches numbers has a low {@code
 * representationDistance} and an {@code image} like {@code source}. A perfect copy of the targets
 * has distances and RMSE of 0, an SSIM of 1 and an agreement of 1.
 *
 * @param representationDistance ||R(x) - R(t)|| / ||R(t)||
 * @param sourceDistance the same of the sources
 * @param image the inverted images against their targets
 * @param source the baseline of doing nothing: the sources against the targets
 * @param others the baseline of chance: each inverted image against another target; equal to {@code
 *     image} where there is only one
 */
public record InversionQuality(
    Spread representationDistance,
    Spread sourceDistance,
    Likeness image,
    Likeness source,
    Likeness others) {

  /**
   * How alike pairs of images are.
   *
   * @param rmse root mean square difference of the pixels; see {@link RepresentationMetrics#rmse}
   * @param psnr peak signal-to-noise ratio of the mean square error, in dB
   * @param ssim structural similarity; see {@link RepresentationMetrics#ssim}; not a number for
   *     images below 11 pixels
   * @param verdict how alike they are to a judge; empty where none was asked
   */
  public record Likeness(
      Spread rmse, double psnr, Spread ssim, Optional<Judgement.Verdict> verdict) {

    /** Of pairs of images, without a judge. */
    public static Likeness of(Images a, Images b) {
      return of(a, b, Optional.empty());
    }

    private static Likeness of(Images a, Images b, Optional<Judgement.Verdict> verdict) {
      double[] rmse = RepresentationMetrics.rmse(a, b);
      double meanSquare = Arrays.stream(rmse).map(r -> r * r).average().orElseThrow();
      boolean large = Math.min(a.height(), a.width()) >= 11;
      return new Likeness(
          Spread.of(rmse),
          -10 * Math.log10(meanSquare),
          Spread.of(large ? RepresentationMetrics.ssim(a, b) : new double[] {Double.NaN}),
          verdict);
    }
  }

  /** Measures an inversion. */
  public static InversionQuality of(InversionResult result) {
    Images images = result.images();
    Images targets = result.targets();
    Optional<Judgement> judgement = result.judgement();
    return new InversionQuality(
        Spread.of(result.distanceAfter()),
        Spread.of(result.distanceBefore()),
        Likeness.of(images, targets, judgement.map(Judgement::image)),
        Likeness.of(result.sources(), targets, judgement.map(Judgement::source)),
        Likeness.of(
            images,
            targets.select(another(targets.count(), result.starts())),
            judgement.map(Judgement::others)));
  }

  /**
   * For each of some targets another one, half of them further on: the next one would often be the
   * image that the inversion began at.
   *
   * @param count how many images, all targets once per start
   */
  static int[] another(int count, int starts) {
    int each = count / starts;
    int[] another = new int[count];
    Arrays.setAll(another, i -> i / each * each + (i % each + Math.max(1, each / 2)) % each);
    return another;
  }
}
