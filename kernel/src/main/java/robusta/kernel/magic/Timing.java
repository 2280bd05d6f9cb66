package robusta.kernel.magic;

import groovy.lang.Closure;
import java.util.Locale;
import java.util.stream.LongStream;
import robusta.dsl.Sentence;

/**
 * How long code takes.
 *
 * @param loops how often it ran in each run
 * @param runs the nanoseconds that each run took
 */
public record Timing(long loops, long[] runs) {
  /** A run takes at least this, where the number of loops is left to us. */
  private static final long RUN_NANOS = 200_000_000;

  /**
   * Measures; what {@code %timeit} makes of its code calls it, so that it can be stopped as any
   * other.
   *
   * @param loops how often the code runs in each run; 0 to choose
   * @param runs how often that is measured
   */
  public static Timing measure(long loops, int runs, Closure<?> code) {
    long chosen = loops > 0 ? loops : 1;
    while (loops <= 0 && run(chosen, code) < RUN_NANOS) {
      chosen *= 10;
    }
    long fixed = chosen;
    return new Timing(fixed, LongStream.generate(() -> run(fixed, code)).limit(runs).toArray());
  }

  private static long run(long loops, Closure<?> code) {
    long began = System.nanoTime();
    for (long i = 0; i < loops; i++) {
      completed(code.call());
    }
    return System.nanoTime() - began;
  }

  /** The value of code, whose work is done: a sentence is asked for its result. */
  static Object completed(Object value) {
    if (value instanceof Sentence<?, ?> sentence) {
      sentence.get();
    }
    return value;
  }

  @Override
  public String toString() {
    double mean = LongStream.of(runs).average().orElse(0) / loops;
    double variance =
        LongStream.of(runs).mapToDouble(run -> Math.pow((double) run / loops - mean, 2)).sum();
    String loop = loops == 1 ? "1 loop" : String.format(Locale.ROOT, "%,d loops", loops);
    if (runs.length == 1) {
      return "%s per loop (1 run, %s)".formatted(duration(mean), loop);
    }
    return "%s \u00b1 %s per loop (mean \u00b1 standard deviation of %d runs, %s each)"
        .formatted(duration(mean), duration(Math.sqrt(variance / runs.length)), runs.length, loop);
  }

  /** Three digits of a duration, in the unit that fits. */
  static String duration(double nanos) {
    String[] units = {"ns", "\u00b5s", "ms", "s"};
    double value = nanos;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    if (unit == units.length - 1 && value >= 60) {
      long seconds = Math.round(value);
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, units[unit]);
  }
}
