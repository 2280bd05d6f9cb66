package robusta.train;

import java.util.Locale;

/** How fast training goes, and so how long the rest takes. */
final class Pace {
  /** The first steps compile the network and warm the caches up. */
  private static final int IGNORED = 3;

  private static final int KNOWN = 8;
  private static final double RENEWAL = 0.05;

  private long steps;
  private double secondsPerStep;
  private double secondsPerEvaluation = Double.NaN;

  void step(double seconds) {
    steps++;
    if (steps > IGNORED) {
      double weight = Math.max(RENEWAL, 1.0 / (steps - IGNORED));
      secondsPerStep += weight * (seconds - secondsPerStep);
    }
  }

  void evaluation(double seconds) {
    secondsPerEvaluation = seconds;
  }

  /** Whether enough steps were seen to say how long the rest takes. */
  boolean known() {
    return steps >= KNOWN;
  }

  /** Whether {@link #known} became true with the latest step. */
  boolean justKnown() {
    return steps == KNOWN;
  }

  double secondsPerStep() {
    return secondsPerStep;
  }

  /**
   * Seconds that an evaluation takes, as the last one did; before it, as its share of network
   * passes tells.
   *
   * @param stepsWorth how many training steps it costs, counted in passes
   */
  double secondsPerEvaluation(double stepsWorth) {
    return Double.isNaN(secondsPerEvaluation) ? stepsWorth * secondsPerStep : secondsPerEvaluation;
  }

  /** A duration as a person says it: "8 s", "3 min 20 s", "2 h 5 min". */
  static String spoken(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole % 60 == 0 || whole >= 600
          ? Math.round(whole / 60.0) + " min"
          : whole / 60 + " min " + whole % 60 + " s";
    }
    return String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
  }
}
