package robusta.represent;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A measurement over many examples. Values that are not numbers, such as the activation of a
 * feature that never answers in units of its deviation, are left out.
 *
 * @param mean the mean; not a number where nothing was measured
 * @param deviation the standard deviation over the examples (of a sample: over count - 1); 0 where
 *     there is only one, not a number where there is none
 * @param count how many examples
 */
public record Spread(double mean, double deviation, int count) {

  /** Of one value per example. */
  public static Spread of(double... values) {
    double[] numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (numbers.length == 0) {
      return new Spread(Double.NaN, Double.NaN, 0);
    }
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double squares = Arrays.stream(numbers).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = numbers.length == 1 ? 0 : Math.sqrt(squares / (numbers.length - 1));
    return new Spread(mean, deviation, numbers.length);
  }

  /** Of one value per example. */
  public static Spread of(float... values) {
    return of(IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
