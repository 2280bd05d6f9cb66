package robusta.run;

/** Thrown between two steps of a long computation after its {@link Cancellation} was asked for. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("cancelled");
  }
}
