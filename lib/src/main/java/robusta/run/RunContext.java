package robusta.run;

import java.util.SplittableRandom;

/**
 * What travels with a computation besides its arguments: the seed, where progress goes, and the
 * request to stop.
 *
 * @param seed the seed from which every random number of the computation is derived
 * @param progress where progress is reported
 * @param cancellation the request to stop, looked at between steps
 */
public record RunContext(long seed, Progress progress, Cancellation cancellation) {

  /** A context that shows no progress and that nobody cancels. */
  public static RunContext quiet(long seed) {
    return new RunContext(seed, Progress.NONE, new Cancellation());
  }

  /** The same context with another seed. */
  public RunContext withSeed(long other) {
    return new RunContext(other, progress, cancellation);
  }

  /** The same context that reports elsewhere. */
  public RunContext withProgress(Progress other) {
    return new RunContext(seed, other, cancellation);
  }

  /**
   * A stream of random numbers for one purpose, independent of the streams of other purposes and of
   * the order in which they are asked for.
   *
   * @param purpose what the numbers are for, such as {@code "augmentation"}
   * @param index which of several streams of that purpose, such as the epoch
   */
  public SplittableRandom random(String purpose, long index) {
    long mixed = seed;
    for (int i = 0; i < purpose.length(); i++) {
      mixed = (mixed ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    mixed = (mixed ^ index) * 0x9e3779b97f4a7c15L;
    return new SplittableRandom(mixed ^ (mixed >>> 32));
  }
}
