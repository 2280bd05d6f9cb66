package robusta.represent;

import java.util.Arrays;
import java.util.stream.IntStream;
import robusta.run.RobustaException;

/**
 * Which images on the way an optimisation keeps, besides the one it ends with.
 *
 * @param number how many, evenly spaced, the end included; 0 for none
 * @param chosen steps that were asked for instead, ascending; empty for none
 */
record Filmstrip(int number, int[] chosen) {
  static final Filmstrip NONE = new Filmstrip(0, new int[0]);

  static Filmstrip evenly(int number) {
    if (number < 0) {
      throw new RobustaException("snapshots must be 0 or more, not " + number);
    }
    return new Filmstrip(number, new int[0]);
  }

  static Filmstrip at(int... steps) {
    for (int step : steps) {
      if (step < 0) {
        throw new RobustaException("a snapshot is taken after 0 or more steps, not " + step);
      }
    }
    return new Filmstrip(0, Arrays.stream(steps).sorted().distinct().toArray());
  }

  /**
   * Returns normally when an optimisation of so many steps passes every chosen one.
   *
   * @throws RobustaException otherwise
   */
  void require(int steps) {
    if (chosen.length > 0 && chosen[chosen.length - 1] > steps) {
      throw new RobustaException(
          "a snapshot after %d steps was asked for, but there are only %d"
              .formatted(chosen[chosen.length - 1], steps));
    }
  }

  boolean wanted() {
    return number > 0 || chosen.length > 0;
  }

  /** The steps before the last of so many at which an image is kept, ascending. */
  int[] steps(int last) {
    return chosen.length > 0
        ? Arrays.stream(chosen).filter(step -> step < last).toArray()
        : evenly(number - 1, last);
  }

  /** The first steps of {@code parts} equal parts of the way. */
  static int[] evenly(int parts, int steps) {
    return IntStream.range(0, parts)
        .map(k -> (int) ((long) k * steps / parts))
        .distinct()
        .toArray();
  }
}
