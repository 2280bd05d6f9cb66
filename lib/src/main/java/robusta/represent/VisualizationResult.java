package robusta.represent;

import java.util.List;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What a {@link Visualization} or {@link FeatureAddition} found. The images are ordered by feature,
 * then by source.
 *
 * @param features the feature that each image raised
 * @param sources where each image began
 * @param images what it became
 * @param before what the network makes of the sources
 * @param after what the network makes of the images
 * @param steps how many steps each image took; fewer than asked for where it stopped early
 * @param losses the raised loss on the way
 * @param snapshots the images on the way, if asked for
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record VisualizationResult(
    int[] features,
    Images sources,
    Images images,
    Activations before,
    Activations after,
    int[] steps,
    LossCurve losses,
    List<Snapshot> snapshots,
    boolean stopped,
    Recipe recipe) {

  /** R(source)_i of each image's own feature i. */
  public float[] activationBefore() {
    return before.own(features);
  }

  /** R(image)_i of each image's own feature i. */
  public float[] activationAfter() {
    return after.own(features);
  }

  /** How far each image went from its source, in L2. */
  public double[] moved() {
    return RepresentationMetrics.l2(images, sources);
  }

  /** Whether each image's own feature is larger than every other coordinate. */
  public boolean[] dominates() {
    boolean[] dominates = new boolean[features.length];
    for (int i = 0; i < features.length; i++) {
      dominates[i] = true;
      for (int j = 0; j < after.representationSize(); j++) {
        dominates[i] &=
            j == features[i] || after.activation(i, features[i]) > after.activation(i, j);
      }
    }
    return dominates;
  }

  /** How alike the images of one feature are from its several starts. */
  public Consistency consistency() {
    return Consistency.of(this);
  }

  /**
   * The mean cosine of each image's representation with those of the same feature from the other
   * starts; not a number where there is only one start.
   */
  public double[] likenessToOtherStarts() {
    return Consistency.perImage(this);
  }
}
