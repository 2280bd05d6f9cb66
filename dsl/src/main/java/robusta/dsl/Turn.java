package robusta.dsl;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Supplier;
import robusta.display.Display;
import robusta.run.Cancellation;
import robusta.run.Progress;

/**
 * One run of a cell, of a script or of a {@code background} closure: the request that stops it, and
 * where its progress and its results are shown. It travels with the thread that runs it and with
 * the threads that this one starts, so that several can go on at a time.
 */
public final class Turn {
  private static final InheritableThreadLocal<Turn> CURRENT = new InheritableThreadLocal<>();

  /**
   * What runs, the latest first: whom the threads of common pools serve, which inherit from whoever
   * asked first. A turn that was left behind may end before or after those that began later.
   */
  private static final Deque<Turn> IN_FRONT = new ConcurrentLinkedDeque<>();

  private final Workbench bench;
  private final Cancellation cancellation = new Cancellation();
  private final Progress progress;
  private final Display display;
  private final Asking asking;
  private final long began = System.nanoTime();

  Turn(Workbench bench, Progress progress, Display display, Asking asking) {
    this.bench = bench;
    this.progress = progress;
    this.display = display;
    this.asking = asking;
  }

  /** The turn that the calling thread works in; null where there is none. */
  static Turn current() {
    Turn running = IN_FRONT.peek();
    return running != null && Thread.currentThread() instanceof ForkJoinWorkerThread
        ? running
        : CURRENT.get();
  }

  /** Runs something in this turn, on the calling thread. */
  public <T> T run(Supplier<T> work) {
    Turn before = CURRENT.get();
    CURRENT.set(this);
    IN_FRONT.push(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
      IN_FRONT.removeFirstOccurrence(this);
    }
  }

  /** Runs something in this turn beside the cell that its user is looking at. */
  void runBehind(Runnable work) {
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** A turn of its own for something that shows what it does in the same place. */
  Turn beside(Progress also) {
    return new Turn(bench, also, display, asking);
  }

  /** Asks it to stop. */
  public void cancel() {
    cancellation.request();
  }

  /** Whether it was asked to stop. */
  public boolean cancelled() {
    return cancellation.requested();
  }

  Workbench bench() {
    return bench;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Progress progress() {
    return progress;
  }

  Display display() {
    return display;
  }

  Asking asking() {
    return asking;
  }

  /** How long ago it began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
