package robusta.run;

/** A loss that is not a number: of something that came in, or because weights grew too large. */
public class NotANumberException extends RobustaException {
  private static final long serialVersionUID = 1L;

  public NotANumberException(String message) {
    super(message);
  }
}
