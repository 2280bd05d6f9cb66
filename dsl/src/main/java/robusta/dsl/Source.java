package robusta.dsl;

import groovy.lang.GroovyCodeSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text to run.
 *
 * @param name what stack traces call it
 * @param text the script
 */
record Source(String name, String text) {
  /** What belongs to no text that is known. */
  static final Source NONE = new Source("", "");

  /** What the names of cells' own classes begin with. */
  static final String CELL_PREFIX = "cell_";

  private static final Pattern CELL = Pattern.compile(CELL_PREFIX + "(\\d+)\\.groovy");

  /** The cell of this number, from 1. */
  static Source cell(int number, String text) {
    return new Source(CELL_PREFIX + number + ".groovy", text);
  }

  GroovyCodeSource code() {
    GroovyCodeSource code = new GroovyCodeSource(text, name, "/robusta");
    code.setCachable(false);
    return code;
  }

  /** The number of the cell that stack traces call so; empty where it is no cell. */
  static Optional<Integer> cellNumber(String name) {
    Matcher matcher = CELL.matcher(name);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** The lines of users in a stack trace, innermost first. */
  static Stream<StackTraceElement> linesOf(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .filter(
            frame ->
                frame.getFileName() != null
                    && frame.getFileName().endsWith(".groovy")
                    && frame.getLineNumber() > 0
                    && !frame.getClassName().contains("."));
  }

  /** What a sentence about a line of it begins with; 0 stands for no line. */
  String place(int line) {
    boolean cell = cellNumber(name).isPresent();
    if (line == 0) {
      return cell || name.isEmpty() ? "" : name + ": ";
    }
    return (cell ? "line " : name + " line ") + line + ": ";
  }

  /** What a sentence about a line begins with, be it of this text or of another. */
  String place(StackTraceElement frame) {
    String file = frame.getFileName();
    if (name.equals(file)) {
      return place(frame.getLineNumber());
    }
    return cellNumber(file).map(number -> "cell " + number).orElse(file)
        + " line %d: ".formatted(frame.getLineNumber());
  }
}
