package robusta.run;

/**
 * A request to stop that any thread may make and the computing thread looks at between its steps.
 */
public final class Cancellation {
  private volatile boolean requested;

  /** Asks the computation to stop at its next check; it may be asked for any number of times. */
  public void request() {
    requested = true;
  }

  /** Whether someone asked to stop. */
  public boolean requested() {
    return requested;
  }

  /**
   * Returns normally while nobody asked to stop.
   *
   * @throws CancelledException once someone did
   */
  public void check() {
    if (requested) {
      throw new CancelledException();
    }
  }
}
