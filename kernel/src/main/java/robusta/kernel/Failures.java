package robusta.kernel;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** What a user reads when something failed, and the exit status that goes with it. */
final class Failures {
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int FRAMES = 5;

  private Failures() {}

  /** Whether the user wants to see whole stack traces. */
  static boolean debug() {
    return "1".equals(System.getenv("ROBUSTA_DEBUG"));
  }

  /** The exit status for this failure: 130 when the user interrupted, else 1. */
  static int exitCode(Throwable thrown) {
    return thrown instanceof CancelledException ? INTERRUPTED : FAILED;
  }

  /**
   * The failure in words. A {@link RobustaException} is its own sentence, with the place where a
   * script does not compile, or the script's lines that led to an exception nobody foresaw.
   *
   * @param debug whether to add the whole stack trace
   */
  static String describe(Throwable thrown, boolean debug) {
    StringBuilder words = new StringBuilder();
    if (thrown instanceof CancelledException) {
      words.append("interrupted");
    } else if (thrown instanceof RobustaException) {
      words.append(thrown.getMessage()).append(detail(thrown.getCause()));
    } else if (thrown instanceof OutOfMemoryError) {
      words.append(
          "Java's heap of %,d MB is full; use a smaller batch, or give it more with"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20)
              + " ROBUSTA_JAVA_OPTIONS=-Xmx8g");
    } else {
      words.append(thrown).append(System.lineSeparator());
      words.append("  (a defect of Robusta; ROBUSTA_DEBUG=1 shows the whole stack trace)");
    }
    if (debug) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      words.append(System.lineSeparator()).append(trace.toString().stripTrailing());
    }
    return words.toString();
  }

  private static String detail(Throwable cause) {
    if (cause instanceof MultipleCompilationErrorsException errors) {
      return excerpt(errors);
    }
    if (cause == null || cause instanceof RobustaException) {
      return "";
    }
    List<String> lines = scriptLines(cause);
    StringBuilder called = new StringBuilder();
    lines.stream()
        .skip(1)
        .limit(FRAMES)
        .forEach(line -> called.append(System.lineSeparator()).append("  called at ").append(line));
    return called.toString();
  }

  /** The line that does not compile, with a mark under the column. */
  private static String excerpt(MultipleCompilationErrorsException errors) {
    StringWriter text = new StringWriter();
    errors.getErrorCollector().getError(0).write(new PrintWriter(text));
    return text.toString()
        .lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .limit(2)
        .map(line -> System.lineSeparator() + line)
        .reduce("", String::concat);
  }

  /** The lines of the user's scripts in a stack trace, innermost first, as {@code x.groovy:3}. */
  static List<String> scriptLines(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .filter(
            frame ->
                Objects.requireNonNullElse(frame.getFileName(), "").endsWith(".groovy")
                    && frame.getLineNumber() > 0
                    && !frame.getClassName().contains("."))
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
        .distinct()
        .toList();
  }
}
