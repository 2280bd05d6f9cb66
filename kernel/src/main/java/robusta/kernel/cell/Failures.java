package robusta.kernel.cell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import robusta.dsl.ScriptException;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** What a user reads when something failed, and the exit status that goes with it. */
public final class Failures {
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int FRAMES = 5;
  private static final int CAUSES = 3;

  private Failures() {}

  /** Whether the user wants to see whole stack traces. */
  public static boolean debug() {
    return "1".equals(System.getenv("ROBUSTA_DEBUG"));
  }

  /** The exit status for this failure: 130 when the user interrupted, else 1. */
  public static int exitCode(Throwable thrown) {
    return thrown instanceof CancelledException ? INTERRUPTED : FAILED;
  }

  /**
   * The failure in words. A {@link RobustaException} is its own sentence, with the place where a
   * script does not compile, or the script's lines that led to an exception nobody foresaw.
   *
   * @param debug whether to add the whole stack trace
   */
  public static String describe(Throwable thrown, boolean debug) {
    return String.join(System.lineSeparator(), lines(thrown, debug, frame -> Optional.empty()));
  }

  /**
   * The failure as the end of a cell.
   *
   * @param debug whether to add the whole stack trace
   * @param codeAt the text of a line of a cell, where it is known
   */
  static Outcome.Failure of(
      Throwable thrown, boolean debug, Function<StackTraceElement, Optional<String>> codeAt) {
    List<String> lines = lines(thrown, debug, codeAt);
    return new Outcome.Failure(name(thrown), lines.get(0), lines);
  }

  private static String name(Throwable thrown) {
    if (thrown instanceof CancelledException) {
      return "Interrupted";
    }
    Throwable cause = thrown instanceof ScriptException ? thrown.getCause() : thrown;
    return cause instanceof MultipleCompilationErrorsException
        ? "CompilationError"
        : cause.getClass().getSimpleName();
  }

  private static List<String> lines(
      Throwable thrown, boolean debug, Function<StackTraceElement, Optional<String>> codeAt) {
    List<String> lines = new ArrayList<>();
    if (thrown instanceof CancelledException) {
      lines.add("interrupted");
    } else if (thrown instanceof RobustaException) {
      lines.add(thrown.getMessage());
      detail(thrown.getCause(), codeAt, lines);
    } else if (thrown instanceof OutOfMemoryError) {
      lines.add(
          "Java's heap of %,d MB is full; use a smaller batch, or give it more with"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20)
              + " ROBUSTA_JAVA_OPTIONS=-Xmx8g");
    } else {
      lines.add(thrown.toString());
      lines.add("  (a defect of Robusta; ROBUSTA_DEBUG=1 shows the whole stack trace)");
    }
    if (debug) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      trace.toString().stripTrailing().lines().forEach(lines::add);
    }
    return lines;
  }

  private static void detail(
      Throwable cause, Function<StackTraceElement, Optional<String>> codeAt, List<String> lines) {
    if (cause instanceof MultipleCompilationErrorsException errors) {
      lines.addAll(excerpt(errors));
      return;
    }
    if (cause == null || cause instanceof RobustaException) {
      return;
    }
    List<StackTraceElement> frames = userFrames(cause);
    frames.stream().findFirst().flatMap(codeAt).ifPresent(code -> lines.add("    " + code));
    if (cause instanceof AssertionError) {
      lines.addAll(picture(cause));
    }
    frames.stream()
        .skip(1)
        .map(frame -> place(frame) + codeAt.apply(frame).map(code -> ": " + code).orElse(""))
        .distinct()
        .limit(FRAMES)
        .forEach(place -> lines.add("  called at " + place));
    Throwable deeper = cause.getCause();
    for (int i = 0; i < CAUSES && deeper != null; i++, deeper = deeper.getCause()) {
      lines.add("  caused by " + deeper.toString().strip().replaceAll("\\s*\\R\\s*", " "));
    }
  }

  /** The line that does not compile, with a mark under the column. */
  private static List<String> excerpt(MultipleCompilationErrorsException errors) {
    StringWriter text = new StringWriter();
    errors.getErrorCollector().getError(0).write(new PrintWriter(text));
    List<String> lines = text.toString().lines().filter(line -> !line.isBlank()).toList();
    int last = lines.size() - 1;
    return last > 1 && lines.get(last).strip().equals("^")
        ? lines.subList(last - 1, last + 1)
        : List.of();
  }

  /** The values that Groovy draws under an assertion. */
  private static List<String> picture(Throwable assertion) {
    return Objects.requireNonNullElse(assertion.getMessage(), "")
        .lines()
        .dropWhile(line -> !line.startsWith("assert "))
        .toList();
  }

  /** The lines of users in a stack trace, innermost first, each once. */
  private static List<StackTraceElement> userFrames(Throwable thrown) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (StackTraceElement frame : ScriptException.userFrames(thrown)) {
      if (frames.stream().map(Failures::place).noneMatch(place(frame)::equals)) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static String place(StackTraceElement frame) {
    return ScriptException.cellOf(frame)
        .map(cell -> "cell %d line %d".formatted(cell, frame.getLineNumber()))
        .orElse(frame.getFileName() + ":" + frame.getLineNumber());
  }
}
