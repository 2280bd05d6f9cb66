package robusta.represent;

import java.util.stream.IntStream;

/**
 * Numbers for feature addition, over all pairs of a feature and an image.
 *
 * @param reached the part of the pairs in which the feature became larger than every other
 *     coordinate, from 0 to 1
 * @param steps the steps that it took, over the pairs that reached it
 * @param moved how far the images went in L2, over the pairs that reached it
 * @param movedOthers how far the other images went in L2 without reaching it
 */
public record AdditionQuality(double reached, Spread steps, Spread moved, Spread movedOthers) {

  /** Measures a feature addition. */
  public static AdditionQuality of(VisualizationResult result) {
    boolean[] reached = result.dominates();
    double[] moved = result.moved();
    int count = (int) IntStream.range(0, reached.length).filter(i -> reached[i]).count();
    return new AdditionQuality(
        (double) count / reached.length,
        Spread.of(
            IntStream.range(0, reached.length)
                .filter(i -> reached[i])
                .mapToDouble(i -> result.steps()[i])
                .toArray()),
        Spread.of(
            IntStream.range(0, reached.length)
                .filter(i -> reached[i])
                .mapToDouble(i -> moved[i])
                .toArray()),
        Spread.of(
            IntStream.range(0, reached.length)
                .filter(i -> !reached[i])
                .mapToDouble(i -> moved[i])
                .toArray()));
  }
}
