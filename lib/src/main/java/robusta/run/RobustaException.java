package robusta.run;

/**
 * Something a user can mend: a bad argument, a missing or corrupt file, too little memory.
 *
 * <p>The message is one clear sentence that says what was wrong, where, and what to do. Front ends
 * print the message alone, never the stack trace.
 */
public class RobustaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RobustaException(String message) {
    super(message);
  }

  public RobustaException(String message, Throwable cause) {
    super(message, cause);
  }
}
