package robusta.represent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import robusta.data.Images;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * The images of a dataset at both ends of one feature.
 *
 * @param feature the coordinate of the representation
 * @param top where it is largest, largest first
 * @param bottom where it is smallest, smallest first
 * @param all the activation over the whole dataset
 * @param recipe how the result came about
 */
public record TopActivationsResult(
    int feature, Ranking top, Ranking bottom, Spread all, Recipe recipe) {

  /**
   * Images in the order of their activation.
   *
   * @param indices which images of the dataset
   * @param activations R(x)_i of each
   * @param images the images themselves
   * @param labels their classes
   */
  public record Ranking(int[] indices, float[] activations, Images images, int[] labels) {

    /** The part of the images that belong to the commonest class among them, from 0 to 1. */
    public double commonest() {
      return (double) counts().values().stream().mapToLong(n -> n).max().orElse(0) / labels.length;
    }

    /** The entropy of their classes in bits: 0 where all belong to one. */
    public double entropy() {
      return counts().values().stream()
          .mapToDouble(n -> (double) n / labels.length)
          .map(p -> -p * Math.log(p) / Math.log(2))
          .sum();
    }

    private Map<Integer, Long> counts() {
      return Arrays.stream(labels)
          .boxed()
          .collect(Collectors.groupingBy(label -> label, Collectors.counting()));
    }
  }

  /**
   * How far an activation lies above the dataset's mean, in its standard deviations; not a number
   * for a feature that is the same everywhere. Makes features and networks comparable.
   */
  public double standardized(double activation) {
    return all.deviation() == 0 ? Double.NaN : (activation - all.mean()) / all.deviation();
  }

  /**
   * Checks that a visualization is of the features of rankings, before either is made.
   *
   * @throws RobustaException if it is not
   */
  public static void requireSame(int[] ranked, int[] shown) {
    if (!Arrays.equals(shown, ranked)) {
      throw new RobustaException(
          "the visualization shows the features %s, the images those of %s; give both the same"
              .formatted(Arrays.toString(shown), Arrays.toString(ranked)));
    }
  }

  /**
   * Checks that a visualization is of the features, and by the network, of rankings.
   *
   * @throws RobustaException if it is not
   */
  public static void requireSame(
      List<TopActivationsResult> rankings, VisualizationResult visualization) {
    requireSame(
        rankings.stream().mapToInt(TopActivationsResult::feature).toArray(),
        Arrays.stream(visualization.features()).distinct().toArray());
    String ranked = rankings.get(0).recipe().model();
    if (!ranked.equals(visualization.recipe().model())) {
      throw new RobustaException(
          "the visualization is of %s, the images were ranked by %s; use one network for both"
              .formatted(visualization.recipe().model(), ranked));
    }
  }
}
