package robusta.kernel.cell;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import robusta.display.Output;
import robusta.dsl.Turn;
import robusta.run.CancelledException;

/**
 * Runs cells on a thread of their own and sees to it that one ends soon after it was asked to. At
 * once the request is there to be looked at, which the core and every loop of a cell do; what waits
 * in Java is interrupted a moment later, and what only computes is stopped by force, where Java
 * still can. A thread that even then does not end is left behind, and the next cell gets another.
 */
final class Stopper implements AutoCloseable {
  private static final long INTERRUPT_MILLIS = 300;
  private static final long FORCE_MILLIS = 1200;
  private static final long LEAVE_MILLIS = 1700;

  /** What ends by itself is not to be torn: what the core writes, what it reached. */
  private static final long LEAVE_CORE_MILLIS = 20_000;

  private static final long AGAIN_MILLIS = 100;

  private final Supplier<ClassLoader> classes;
  private final Function<Throwable, Outcome> failure;
  private CellThread thread;
  private CellRun running;

  /**
   * No cell yet.
   *
   * @param classes the loader that a cell's libraries look for their parts in
   * @param failure how a cell that threw ends
   */
  Stopper(Supplier<ClassLoader> classes, Function<Throwable, Outcome> failure) {
    this.classes = classes;
    this.failure = failure;
  }

  /** Runs a cell and waits for its end. */
  Outcome watch(Turn turn, Output output, Supplier<Outcome> work) {
    CellRun run = new CellRun(turn, output, work, failure);
    synchronized (this) {
      if (thread == null || !thread.isAlive()) {
        thread = new CellThread(classes.get());
        thread.start();
      }
      running = run;
      thread.take(run);
    }
    Outcome outcome = await(run.outcome());
    synchronized (this) {
      running = null;
      if (run.leftBehind()) {
        thread = null;
      }
    }
    return outcome;
  }

  /** A cell is ended by {@link #interrupt} alone, not by interrupting who waits for it. */
  private static Outcome await(CompletableFuture<Outcome> outcome) {
    return outcome.join();
  }

  /** Asks the cell that runs to stop; without one, does nothing. */
  synchronized void interrupt() {
    CellRun run = running;
    if (run != null && run.ask()) {
      CellThread where = thread;
      Thread insisting = new Thread(() -> insist(run, where), "robusta-interrupt");
      insisting.setDaemon(true);
      insisting.start();
    }
  }

  private void insist(CellRun run, CellThread where) {
    long began = System.nanoTime();
    ProcessHandles children = new ProcessHandles(run.began());
    boolean interrupted = false;
    try {
      Thread.sleep(INTERRUPT_MILLIS);
      while (!run.outcome().isDone()) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        StackTraceElement[] stack = where.getStackTrace();
        boolean insideCore = Frames.insideCore(stack);
        boolean endsByItself = Frames.endsByItself(stack);
        if (!insideCore && !interrupted) {
          run.interrupt(where);
          children.end();
          interrupted = true;
        }
        if (millis >= FORCE_MILLIS && !endsByItself) {
          run.force(where);
        }
        if (millis >= (endsByItself ? LEAVE_CORE_MILLIS : LEAVE_MILLIS)) {
          run.leaveBehind(failure.apply(new CancelledException()));
        }
        Thread.sleep(AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    interrupt();
    if (thread != null) {
      thread.end();
    }
  }
}
