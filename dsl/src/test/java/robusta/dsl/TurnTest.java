package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final ForkJoinPool pool = new ForkJoinPool(1);
  private final Workbench bench = new Workbench();

  @AfterEach
  void close() {
    pool.shutdown();
  }

  private Turn ofPool() {
    return pool.submit(Turn::current).join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTurnThatWasLeftBehindIsNotInFrontAgainWhenItHasEnded() {
    assertNull(ofPool());
    Turn left = bench.turn();
    Turn next = bench.turn();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread behind =
        new Thread(
            () -> {
              left.run(
                  () -> {
                    begun.countDown();
                    await(release);
                    return null;
                  });
              ended.countDown();
            });
    behind.start();
    await(begun);
    next.run(
        () -> {
          assertSame(next, ofPool());
          release.countDown();
          await(ended);
          assertSame(next, ofPool());
          return null;
        });
    assertNull(ofPool());
  }
}
