package robusta.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import robusta.run.Cancellation;
import robusta.run.CancelledException;

/** The engine's thread, shared by several who compute. */
@Timeout(60)
class NativeThreadTest {

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWaitsCanBeTakenBack() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                NativeThread.run(
                    () -> {
                      busy.countDown();
                      await(release);
                    }));
    other.start();
    busy.await();
    AtomicBoolean ran = new AtomicBoolean();
    Cancellation cancellation = new Cancellation();
    cancellation.request();
    assertThrows(
        CancelledException.class, () -> NativeThread.run(() -> ran.set(true), cancellation));
    release.countDown();
    other.join();
    NativeThread.run(() -> {});
    assertFalse(ran.get());
  }

  @Test
  void whatRunsIsWaitedFor() {
    Cancellation cancellation = new Cancellation();
    AtomicBoolean ended = new AtomicBoolean();
    NativeThread.run(
        () -> {
          cancellation.request();
          await(new CountDownLatch(0));
          ended.set(true);
        },
        cancellation);
    assertTrue(ended.get());
  }

  @Test
  void severalTakeTurns() throws InterruptedException {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int name = i;
      Thread thread =
          new Thread(
              () -> {
                await(begin);
                for (int k = 0; k < 200; k++) {
                  NativeThread.run(() -> order.add(name));
                }
              });
      threads.add(thread);
      thread.start();
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(400, order.size());
    assertEquals(200, Collections.frequency(order, 0));
  }
}
