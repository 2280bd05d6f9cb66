package robusta.kernel;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import robusta.display.Advance;
import robusta.run.Progress;

/**
 * Progress for a person at a terminal: one line that is rewritten, with the rate and the time left,
 * and one line that sums a task up at its end. Where the output is a file or a pipe, a plain line
 * every few seconds instead. A task that ends within two seconds leaves no trace; what is only
 * said, as a task of one that never began, is a line at once.
 */
final class TerminalProgress implements Progress {
  private static final double QUIET_SECONDS = 2;
  private static final double REWRITE_SECONDS = 0.1;
  private static final double LINE_SECONDS = 5;
  private static final int REMEMBERED_TASKS = 32;
  private static final int BAR = 20;

  /** Room for the ^C that a terminal echoes; a line that wrapped could not be erased. */
  private static final int MARGIN = 3;

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final int width;
  private final LongSupplier nanoTime;
  private final Map<String, Task> tasks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Task> eldest) {
          // A task that was given up never ends.
          return size() > REMEMBERED_TASKS;
        }
      };
  private boolean drawn;
  private boolean othersMidLine;

  /** What is remembered of a task: when it began, at what count, and when it was last shown. */
  private static final class Task {
    final long began;
    final long first;
    long shown;

    Task(long began, long first) {
      this.began = began;
      this.first = first;
      this.shown = began;
    }
  }

  /**
   * Progress on a stream.
   *
   * @param width columns of the terminal; 0 when the stream is no terminal
   */
  TerminalProgress(PrintStream out, int width) {
    this(out, width, System::nanoTime);
  }

  TerminalProgress(PrintStream out, int width, LongSupplier nanoTime) {
    this.out = out;
    this.width = width;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void report(String name, long done, long total, String note) {
    if (done == 1 && total == 1 && !note.isEmpty() && !tasks.containsKey(name)) {
      erase();
      out.println(name + ": " + note);
      out.flush();
      return;
    }
    long now = nanoTime.getAsLong();
    Task task = tasks.computeIfAbsent(name, key -> new Task(now, done));
    double elapsed = (now - task.began) * 1e-9;
    double rate = elapsed > 0 ? (done - task.first) / elapsed : 0;
    Advance advance = new Advance(name, done, total, note, elapsed, rate);
    if (advance.ended()) {
      tasks.remove(name);
      if (elapsed >= QUIET_SECONDS) {
        erase();
        out.println(advance.summary());
        out.flush();
      }
      return;
    }
    double since = (now - task.shown) * 1e-9;
    if (width == 0) {
      if (since >= LINE_SECONDS) {
        task.shown = now;
        out.println(advance.line(""));
        out.flush();
      }
    } else if (elapsed >= QUIET_SECONDS && since >= REWRITE_SECONDS && !othersMidLine) {
      task.shown = now;
      String line = advance.line(bar(advance));
      out.print(ERASE_LINE + line.substring(0, Math.min(line.length(), width - MARGIN)));
      out.flush();
      drawn = true;
    }
  }

  /** Takes the rewritten line away, so that something else can be printed. */
  synchronized void erase() {
    if (drawn) {
      out.print(ERASE_LINE);
      out.flush();
      drawn = false;
    }
  }

  /**
   * A stream onto the same terminal whose output and the rewritten line don't run into each other.
   *
   * @param stream where its output goes
   */
  PrintStream besides(PrintStream stream) {
    OutputStream careful =
        new FilterOutputStream(stream) {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
              synchronized (TerminalProgress.this) {
                erase();
                stream.write(bytes, offset, length);
                othersMidLine = bytes[offset + length - 1] != '\n';
              }
            }
          }
        };
    return new PrintStream(careful, true, StandardCharsets.UTF_8);
  }

  private static String bar(Advance advance) {
    if (advance.total() <= 0) {
      return "";
    }
    int full = (int) (BAR * advance.part());
    return "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] ";
  }
}
