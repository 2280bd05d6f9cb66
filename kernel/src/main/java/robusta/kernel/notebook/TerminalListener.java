package robusta.kernel.notebook;

import java.io.PrintStream;
import robusta.display.Output;
import robusta.display.Rendering;

/**
 * A notebook's run for a person at a terminal: a line for each cell, what the cells print, and the
 * progress of what they do in one line that is rewritten.
 */
final class TerminalListener implements RunListener {
  private static final long REWRITE_NANOS = 100_000_000;

  /** Room for the ^C that a terminal echoes; a line that wrapped could not be erased. */
  private static final int MARGIN = 3;

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final int width;
  private boolean drawn;
  private boolean midLine;
  private long last = System.nanoTime() - REWRITE_NANOS;

  /**
   * A listener.
   *
   * @param out where what the cells print goes
   * @param err where the rest goes
   * @param width columns of the terminal; 0 when {@code err} is none
   */
  TerminalListener(PrintStream out, PrintStream err, int width) {
    this.out = out;
    this.err = err;
    this.width = width;
  }

  @Override
  public synchronized void began(int number, int total, String source) {
    erase();
    if (midLine) {
      out.println();
      midLine = false;
    }
    out.flush();
    String line = "[%d/%d] %s".formatted(number, total, firstLine(source));
    err.println(line.substring(0, Math.min(line.length(), width > 0 ? width : 80)));
  }

  @Override
  public synchronized void printed(Output.Stream stream, String text) {
    erase();
    PrintStream target = stream == Output.Stream.STDOUT ? out : err;
    target.print(text);
    target.flush();
    midLine = !text.endsWith("\n");
  }

  @Override
  public synchronized void updated(Rendering rendering) {
    long now = System.nanoTime();
    String line = firstLine(rendering.plain());
    if (width > 0 && !midLine && !line.isEmpty() && now - last >= REWRITE_NANOS) {
      last = now;
      err.print(ERASE_LINE + line.substring(0, Math.min(line.length(), width - MARGIN)));
      err.flush();
      drawn = true;
    }
  }

  /** Takes the line that is rewritten away. */
  synchronized void erase() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
      drawn = false;
    }
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
