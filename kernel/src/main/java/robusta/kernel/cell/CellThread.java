package robusta.kernel.cell;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The thread that cells run on, one after another, until one of them is left behind. */
final class CellThread extends Thread {
  /**
   * As deep as a main thread's usual 8 MiB, twice: what users write recurses, and each of Groovy's
   * calls takes several frames. An endless recursion still fails at once.
   */
  private static final long STACK_BYTES = 16L << 20;

  private final BlockingQueue<CellRun> runs = new LinkedBlockingQueue<>();
  private volatile boolean ended;

  CellThread(ClassLoader classes) {
    super(null, null, "robusta-cell", STACK_BYTES, false);
    setDaemon(true);
    setContextClassLoader(classes);
  }

  void take(CellRun run) {
    runs.add(run);
  }

  /** Lets it end after what it does now. */
  void end() {
    ended = true;
    interrupt();
  }

  @Override
  public void run() {
    while (!ended) {
      try {
        CellRun run = runs.take();
        run.execute();
        if (run.leftBehind()) {
          return;
        }
      } catch (InterruptedException e) {
        // Either it ended, or somebody interrupted a cell that had ended.
      }
    }
  }
}
