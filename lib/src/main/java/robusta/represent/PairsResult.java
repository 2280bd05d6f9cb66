package robusta.represent;

import java.util.Arrays;
import java.util.Optional;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * Pairs of images with nearly the same representation (objective 1 and figure 2 of the paper): each
 * second image was changed until it has the representation of the first. If representations said
 * what is in an image, the two would have to look alike.
 *
 * @param inversion the inversion that made them: its targets are the first images
 */
public record PairsResult(InversionResult inversion) {

  /** The first image of each pair. */
  public Images first() {
    return inversion.targets();
  }

  /** The second image of each pair, as it was before. */
  public Images before() {
    return inversion.sources();
  }

  /** The second image of each pair. */
  public Images second() {
    return inversion.images();
  }

  /**
   * The distance of the two representations, over that of random pairs: the mean over the pairs as
   * they were before anything was changed. 0 where the representations are the same, about 1 for
   * any two images.
   */
  public double[] representationDistance() {
    double random = Spread.of(inversion.distanceBefore()).mean();
    float[] after = inversion.distanceAfter();
    double[] relative = new double[after.length];
    Arrays.setAll(relative, i -> after[i] / random);
    return relative;
  }

  /** The L2 distance of the pixels of the two images. */
  public double[] pixelDistance() {
    return RepresentationMetrics.l2(second(), first());
  }

  /** How far the second image went from what it was, in L2. */
  public double[] moved() {
    return inversion.moved();
  }

  /** What another network makes of the pairs, if one was asked. */
  public Optional<Judgement> judgement() {
    return inversion.judgement();
  }

  /** How the pairs came about. */
  public Recipe recipe() {
    return inversion.recipe();
  }
}
