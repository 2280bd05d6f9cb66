package robusta.dsl;

import java.util.List;
import java.util.Optional;
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

  /** The lines of scripts and cells in a stack trace, innermost first. */
  public static List<StackTraceElement> userFrames(Throwable thrown) {
    return Source.linesOf(thrown).toList();
  }

  /** The number of the cell that a line of a stack trace is in, from 1; empty where it is none. */
  public static Optional<Integer> cellOf(StackTraceElement frame) {
    return frame.getFileName() == null ? Optional.empty() : Source.cellNumber(frame.getFileName());
  }
}
