package robusta.dsl;

import robusta.run.RobustaException;

/** A mistake in a script, or one that it ran into: the sentence says in which line. */
public final class ScriptException extends RobustaException {
  private static final long serialVersionUID = 1L;
  private final int line;

  ScriptException(String message, int line, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  /** The line of the script, from 1; 0 where it is unknown. */
  public int line() {
    return line;
  }
}
