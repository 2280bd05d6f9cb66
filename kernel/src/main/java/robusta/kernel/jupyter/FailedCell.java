package robusta.kernel.jupyter;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The last cell that failed, and which others are not run therefore.
 *
 * @param when by this machine's clock
 */
record FailedCell(Instant when) {
  /** None failed so far. */
  static final FailedCell NONE = new FailedCell(Instant.EPOCH);

  /**
   * A client that runs a whole notebook may still be sending when an early cell fails; what arrives
   * so soon after a failure, and was written before it, was meant to follow the failed cell.
   */
  static final Duration STILL_SENDING = Duration.ofMillis(100);

  /**
   * Whether a request to run a cell was meant to follow the failed one.
   *
   * @param arrived by this machine's clock
   * @param written by the client's clock, which may be another and count in milliseconds
   */
  boolean stops(Instant arrived, Instant written) {
    return arrived.isBefore(when)
        || (arrived.isBefore(when.plus(STILL_SENDING))
            && written.isBefore(when.truncatedTo(ChronoUnit.MILLIS)));
  }
}
