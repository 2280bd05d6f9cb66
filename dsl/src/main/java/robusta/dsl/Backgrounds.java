package robusta.dsl;

import groovy.lang.Closure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import robusta.run.RobustaException;

/** The background runs of one session. */
final class Backgrounds {
  private final List<Background> running = new ArrayList<>();
  private int started;
  private int failed;

  /** Starts one beside a turn. */
  synchronized Background start(Closure<?> work, Turn turn) {
    Background background = new Background(++started, work, turn);
    // It inherits the cell's place to print to.
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                background.run();
              } finally {
                ended(background);
              }
            },
            "robusta-background-" + started,
            STACK_BYTES);
    thread.setDaemon(true);
    running.add(background);
    thread.start();
    return background;
  }

  /** As deep as a cell's own. */
  private static final long STACK_BYTES = 16L << 20;

  private synchronized void ended(Background background) {
    running.remove(background);
    failed += background.getFailure() == null ? 0 : 1;
  }

  private synchronized List<Background> running() {
    return List.copyOf(running);
  }

  /**
   * Waits until nothing runs any more.
   *
   * @throws RobustaException if one of them failed, which was told when it did
   */
  void await() {
    for (List<Background> rest = running(); !rest.isEmpty(); rest = running()) {
      rest.forEach(Background::await);
    }
    synchronized (this) {
      int number = failed;
      failed = 0;
      if (number > 0) {
        throw new RobustaException(
            number == 1 ? "a background run failed" : number + " background runs failed");
      }
    }
  }

  /** Asks all of them to stop. */
  void stop() {
    running().forEach(Background::stop);
  }

  /** Asks all of them to stop and waits for their end, at most so long in all. */
  void close(Duration longest) {
    stop();
    long end = System.nanoTime() + longest.toNanos();
    try {
      for (Background background : running()) {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        if (!background.await(left)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
