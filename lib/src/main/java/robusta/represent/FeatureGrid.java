package robusta.represent;

import java.util.Arrays;
import java.util.stream.Collectors;
import robusta.data.Images;
import robusta.run.RobustaException;

/**
 * Every feature with every start, by feature, then by start.
 *
 * @param features the feature of each cell
 * @param starts the start of each cell
 */
record FeatureGrid(int[] features, Images starts) {

  static FeatureGrid of(Images starts, int... wanted) {
    if (wanted.length == 0) {
      throw new RobustaException("there is no feature to raise; give at least one");
    }
    if (Arrays.stream(wanted).distinct().count() < wanted.length) {
      throw new RobustaException(
          "a feature is named twice among %s; name each once".formatted(Arrays.toString(wanted)));
    }
    int each = starts.count();
    int[] features = new int[wanted.length * each];
    Arrays.setAll(features, i -> wanted[i / each]);
    int[] start = new int[features.length];
    Arrays.setAll(start, i -> i % each);
    return new FeatureGrid(features, starts.select(start));
  }

  /** The features, each once, for a recipe. */
  String list() {
    return Arrays.stream(features)
        .distinct()
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
