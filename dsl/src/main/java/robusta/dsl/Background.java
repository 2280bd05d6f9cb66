package robusta.dsl;

import groovy.lang.Closure;
import groovy.lang.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import robusta.display.Rendering;
import robusta.display.Shown;
import robusta.figure.Html;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/**
 * A closure that runs beside what its user does meanwhile. What it prints, shows and reports
 * appears where it was started.
 *
 * <pre>{@code
 * training = background { robust.train(eps: 0.5) }
 * training.progress   // epoch 3/30: 41%, 41 of 100, loss 0.52
 * training.stop()
 * training.result     // waits, and gives what the closure gave
 * }</pre>
 */
public final class Background {
  private static final long SLICE_MILLIS = 50;
  private static final long REFRESH_NANOS = 250_000_000;

  private final int number;
  private final Closure<?> work;
  private final Turn turn;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Shown> followers = new ArrayList<>();
  private long refreshed = System.nanoTime() - REFRESH_NANOS;
  private volatile Report report;
  private volatile Object value;
  private volatile RobustaException failure;
  private volatile boolean cutShort;
  private volatile Duration took;

  /** How far something was when it last said so. */
  private record Report(String task, long done, long total, String note) {
    String words() {
      String count =
          total > 0
              ? ": %d%%, %,d of %,d".formatted(100 * done / total, done, total)
              : ": %,d".formatted(done);
      return task + count + (note.isEmpty() ? "" : ", " + note);
    }
  }

  Background(int number, Closure<?> work, Turn starting) {
    this.number = number;
    this.work = work;
    this.turn =
        starting.beside(
            (task, done, total, note) -> {
              report = new Report(task, done, total, note);
              starting.progress().report(task, done, total, note);
              refresh();
            });
  }

  /** Runs it; called once, on a thread of its own. */
  void run() {
    turn.runBehind(
        () -> {
          try {
            value = work.call();
            cutShort = turn.cancelled();
          } catch (CancelledException e) {
            cutShort = true;
          } catch (Throwable e) {
            end(e);
          } finally {
            took = turn.elapsed();
            ended.countDown();
            settle();
          }
        });
  }

  private void end(Throwable thrown) {
    if (turn.cancelled()) {
      cutShort = true;
      return;
    }
    failure =
        Mistakes.explain(
            thrown,
            Source.NONE,
            work.getThisObject() instanceof Script script ? script.getBinding() : null);
    turn.display().text("background %d failed: %s".formatted(number, failure.getMessage()));
  }

  /** How far it is, in words; empty before it says anything. */
  public String getProgress() {
    Report latest = report;
    return latest == null ? "" : latest.words();
  }

  /** How far its present task is, from 0 to 1; 0 where that is unknown. */
  public double getFraction() {
    Report latest = report;
    return latest == null || latest.total() <= 0 ? 0 : (double) latest.done() / latest.total();
  }

  /** Asks it to stop after its present step; a training keeps what it reached. */
  public void stop() {
    turn.cancel();
  }

  /** Whether it has ended, in whichever way. */
  public boolean isDone() {
    return ended.getCount() == 0;
  }

  /**
   * {@code "running"}, {@code "stopping"}, {@code "done"}, {@code "stopped"} or {@code "failed"}.
   */
  public String getState() {
    if (!isDone()) {
      return turn.cancelled() ? "stopping" : "running";
    }
    return failure != null ? "failed" : cutShort ? "stopped" : "done";
  }

  /** What it failed with; null while it has not. */
  public RobustaException getFailure() {
    return failure;
  }

  /**
   * Waits for its end and gives what the closure gave; what it reached, where it was stopped.
   *
   * @throws RobustaException if it failed
   */
  public Object getResult() {
    await();
    if (failure != null) {
      throw new RobustaException(
          "background %d failed: %s".formatted(number, failure.getMessage()), failure);
    }
    return value;
  }

  /** Waits for its end; the wait can be interrupted, and it goes on all the same. */
  void await() {
    try {
      while (!ended.await(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        StopRequests.check();
      }
    } catch (InterruptedException e) {
      // The exception carries the request on; a flag would close files that are saved meanwhile.
      throw new CancelledException();
    }
  }

  /** Waits for its end at most so long. */
  boolean await(Duration longest) throws InterruptedException {
    return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Keeps what is shown of it, in whichever cell, as it is now until it has ended. */
  synchronized void follow(Shown shown) {
    followers.add(shown);
    if (isDone()) {
      settle();
    }
  }

  private synchronized void refresh() {
    if (!followers.isEmpty() && System.nanoTime() - refreshed >= REFRESH_NANOS) {
      refreshed = System.nanoTime();
      Rendering now = rendering();
      followers.forEach(shown -> shown.update(now));
    }
  }

  private synchronized void settle() {
    Rendering end = rendering();
    followers.forEach(shown -> shown.update(end));
    followers.clear();
  }

  /** State and progress as they are now. */
  Rendering rendering() {
    return Rendering.text(toString()).with(Rendering.HTML, toHtml());
  }

  /** State and progress as a fragment of a page. */
  public String toHtml() {
    int percent = (int) Math.round(100 * (getState().equals("done") ? 1 : getFraction()));
    return """
        <div><b>background %d</b>: %s<br>\
        <progress max="100" value="%d" style="width:20em"></progress> %s</div>\
        """
        .formatted(number, getState() + time(), percent, Html.escape(detail()));
  }

  private String time() {
    long seconds = Math.round((took == null ? turn.elapsed() : took).toMillis() / 1000.0);
    return (isDone() ? " after " : " for ") + seconds + " s";
  }

  private String detail() {
    return failure == null ? getProgress() : failure.getMessage();
  }

  @Override
  public String toString() {
    String detail = detail();
    return "background %d: %s%s%s"
        .formatted(number, getState(), time(), detail.isEmpty() ? "" : "; " + detail);
  }
}
