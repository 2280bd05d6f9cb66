package robusta.kernel.cell;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import robusta.display.Output;
import robusta.dsl.Turn;
import robusta.run.CancelledException;

/** One cell on its way; what stops it by force is tied to it and never hits the next one. */
final class CellRun {
  /** How often a thread that was stopped lets the stop arrive before it goes on. */
  private static final int ARRIVALS = 3;

  private final Turn turn;
  private final Output output;
  private final Supplier<Outcome> work;
  private final Function<Throwable, Outcome> failure;
  private final Instant began = Instant.now();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private boolean asked;
  private boolean ended;
  private boolean forced;
  private boolean unforceable;
  private volatile boolean leftBehind;

  /**
   * A cell.
   *
   * @param work gives the outcome, whatever the cell throws; only a stop by force passes through
   * @param failure how a cell that threw ends
   */
  CellRun(Turn turn, Output output, Supplier<Outcome> work, Function<Throwable, Outcome> failure) {
    this.turn = turn;
    this.output = output;
    this.work = work;
    this.failure = failure;
  }

  Instant began() {
    return began;
  }

  /** How it ends, or was left to end. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  boolean leftBehind() {
    return leftBehind;
  }

  /** Runs it on the calling thread. */
  void execute() {
    Outcome reached = null;
    try {
      reached = work.get();
    } catch (Throwable stop) {
      // Told below, where no second stop can come.
    }
    boolean left = false;
    while (!left) {
      try {
        leave();
        left = true;
      } catch (Throwable stop) {
        // It was on its way when the cell ended.
      }
    }
    outcome.complete(reached == null ? failure.apply(new CancelledException()) : reached);
  }

  private void leave() throws InterruptedException {
    boolean late;
    synchronized (this) {
      ended = true;
      late = forced;
    }
    Thread.interrupted();
    for (int i = 0; late && i < ARRIVALS; i++) {
      Thread.sleep(1);
    }
  }

  /**
   * Asks it to stop.
   *
   * @return whether it is the first time
   */
  synchronized boolean ask() {
    turn.cancel();
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** Wakes it where it waits. */
  synchronized void interrupt(Thread thread) {
    if (!ended) {
      thread.interrupt();
    }
  }

  /** Throws something at the thread, wherever it is; Java from 20 on refuses to. */
  @SuppressWarnings({"removal", "deprecation"})
  synchronized void force(Thread thread) {
    if (ended || unforceable) {
      return;
    }
    try {
      forced = true;
      thread.stop();
    } catch (UnsupportedOperationException | NoSuchMethodError e) {
      forced = false;
      unforceable = true;
    }
  }

  /** Goes on without it. */
  synchronized void leaveBehind(Outcome instead) {
    if (ended || leftBehind) {
      return;
    }
    leftBehind = true;
    output.stream(
        Output.Stream.STDERR,
        unforceable
            ? "This cell does not look at the request to stop, and Java %d cannot stop it by force:"
                    .formatted(Runtime.version().feature())
                + " it goes on behind the next ones until you restart the kernel.\n"
            : "This cell waits for the system and ends when that answers; the next ones can run.\n");
    outcome.complete(instead);
  }
}
