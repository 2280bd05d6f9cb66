package robusta.kernel;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import robusta.display.TextDisplay;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.Workbench;

/**
 * The terminal as a place where the language runs: results on standard output, progress on standard
 * error, and neither in the middle of the other.
 */
final class Console implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final PrintStream standardOut = System.out;
  private final TerminalProgress progress =
      new TerminalProgress(System.err, Integer.getInteger("robusta.columns", 0));
  private final PrintStream out = progress.besides(standardOut);
  private final AtomicBoolean interrupted = new AtomicBoolean();

  Console() {
    System.setOut(out);
  }

  /** The language, with an empty session on this terminal. */
  Language language() {
    return new Language(
        new Session(new Workbench().progress(progress).display(new TextDisplay(out))));
  }

  /** Does this at the first Ctrl-C; the second one ends the process at once. */
  void onInterrupt(Runnable action) {
    Signals.register(
        "INT",
        () -> {
          if (interrupted.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          progress.erase();
          System.err.println("stopping after this step (Ctrl-C again stops at once)");
          action.run();
        });
  }

  /** Whether there was a Ctrl-C since {@link #onInterrupt}. */
  boolean interrupted() {
    return interrupted.get();
  }

  /** Takes the progress line away and gives standard output back. */
  @Override
  public void close() {
    out.flush();
    progress.erase();
    System.setOut(standardOut);
  }
}
