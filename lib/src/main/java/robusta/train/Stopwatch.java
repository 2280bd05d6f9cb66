package robusta.train;

import java.util.function.LongSupplier;

/** The time that a training takes, over all its runs. */
final class Stopwatch {
  private final LongSupplier nanos;
  private final long start;
  private double before;

  Stopwatch(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** Counts the time of earlier runs too. */
  void add(double seconds) {
    before += seconds;
  }

  double seconds() {
    return before + (nanos.getAsLong() - start) / 1e9;
  }
}
