package robusta.kernel.cell;

import java.time.Instant;

/**
 * The programs that a cell started: who waits for their output cannot be interrupted, but ends with
 * them, as in a terminal.
 *
 * @param since when the cell began
 */
record ProcessHandles(Instant since) {
  private static final long SLACK_MILLIS = 1000;

  /** Asks those that were started since then to end. */
  void end() {
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().startInstant().filter(this::within).isPresent())
        .forEach(ProcessHandle::destroy);
  }

  /** The system tells the start by a clock that is off by up to a second. */
  private boolean within(Instant start) {
    return start.isAfter(since.minusMillis(SLACK_MILLIS));
  }
}
