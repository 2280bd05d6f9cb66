package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

@Timeout(30)
class EpochTest {
  private static final Augmentation NOISE =
      (images, random) -> {
        for (int i = 0; i < images.pixels().length; i++) {
          images.pixels()[i] = (images.pixels()[i] + (float) random.nextDouble()) / 2;
        }
        return images;
      };

  private static Dataset numbered(int count) {
    Images images = Images.zeros(count, 1, 2, 2);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(images.pixels(), 4 * i, 4 * i + 4, i / 1000f);
      labels[i] = i;
    }
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      classes.add("class " + i);
    }
    return Datasets.of("numbers", classes, images, labels);
  }

  private static Epoch epoch(long seed, int number) {
    return new Epoch(numbered(50), 8, NOISE, RunContext.quiet(seed), number);
  }

  @Test
  void everyExampleComesOnceInRandomOrderWithItsLabel() {
    Epoch epoch = new Epoch(numbered(50), 8, Augmentation.NONE, RunContext.quiet(3), 0);
    List<Integer> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (BatchStream stream = epoch.stream(0)) {
      while (stream.hasNext()) {
        Batch batch = stream.next();
        sizes.add(batch.size());
        for (int i = 0; i < batch.size(); i++) {
          assertEquals(batch.labels()[i] / 1000f, batch.images().pixels()[4 * i]);
          seen.add(batch.labels()[i]);
        }
      }
      assertThrows(NoSuchElementException.class, stream::next);
    }
    assertEquals(List.of(8, 8, 8, 8, 8, 8, 2), sizes);
    List<Integer> sorted = seen.stream().sorted().toList();
    assertNotEquals(sorted, seen);
    for (int i = 0; i < 50; i++) {
      assertEquals(i, sorted.get(i));
    }
  }

  @Test
  void resumedStreamsGiveTheSameBits() {
    List<Batch> whole = all(epoch(7, 2), 0);
    assertEquals(7, whole.size());
    for (int first = 0; first <= 7; first++) {
      List<Batch> rest = all(epoch(7, 2), first);
      assertEquals(7 - first, rest.size());
      for (int i = 0; i < rest.size(); i++) {
        assertArrayEquals(whole.get(first + i).images().pixels(), rest.get(i).images().pixels());
        assertArrayEquals(whole.get(first + i).labels(), rest.get(i).labels());
      }
    }
  }

  @Test
  void otherEpochsAndSeedsDiffer() {
    float[] pixels = epoch(7, 2).batch(0).images().pixels();
    assertFalse(Arrays.equals(pixels, epoch(7, 3).batch(0).images().pixels()));
    assertFalse(Arrays.equals(pixels, epoch(8, 2).batch(0).images().pixels()));
    assertFalse(Arrays.equals(pixels, epoch(7, 2).batch(1).images().pixels()));
  }

  @Test
  void batchesAreMadeAheadInTheBackgroundButNotMany() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Augmentation counting =
        (images, random) -> {
          assertEquals("robusta-batches", Thread.currentThread().getName());
          made.incrementAndGet();
          return images;
        };
    try (BatchStream stream =
        new Epoch(numbered(50), 8, counting, RunContext.quiet(1), 0).stream(0)) {
      while (made.get() < 2) {
        Thread.sleep(5);
      }
      Thread.sleep(50);
      assertEquals(2, made.get());
      stream.next();
      while (made.get() < 3) {
        Thread.sleep(5);
      }
      assertEquals(1, stream.position());
    }
  }

  @Test
  void failuresReachTheConsumerAndEndTheWorker() throws InterruptedException {
    Augmentation failing =
        (images, random) -> {
          throw new RobustaException("image 3 is broken");
        };
    BatchStream stream = new Epoch(numbered(50), 8, failing, RunContext.quiet(1), 0).stream(0);
    RobustaException failure = assertThrows(RobustaException.class, stream::next);
    assertEquals("image 3 is broken", failure.getMessage());
    assertFalse(stream.hasNext());
    assertTrue(workersEnd());
  }

  @Test
  void closingEndsTheWorker() throws InterruptedException {
    BatchStream stream = epoch(1, 0).stream(0);
    stream.next();
    stream.close();
    stream.close();
    assertFalse(stream.hasNext());
    assertTrue(workersEnd());
  }

  @Test
  void cancellationStopsAStream() {
    RunContext context = RunContext.quiet(1);
    try (BatchStream stream = new Epoch(numbered(50), 8, NOISE, context, 0).stream(0)) {
      stream.next();
      context.cancellation().request();
      assertThrows(CancelledException.class, stream::next);
    }
  }

  @Test
  void badRequestsAreRefused() {
    assertThrows(
        RobustaException.class, () -> new Epoch(numbered(5), 0, NOISE, RunContext.quiet(1), 0));
    assertThrows(RobustaException.class, () -> epoch(1, 0).stream(8));
    assertThrows(RobustaException.class, () -> epoch(1, 0).batch(7));
  }

  @Test
  void chainsOfAugmentationsDoNotDependOnTheNumberOfThreads() {
    SplittableRandom pixels = new SplittableRandom(5);
    int count = PerImage.PARALLEL_VALUES / (3 * 32 * 32) + 1;
    Images many = Images.zeros(count, 3, 32, 32);
    for (int i = 0; i < many.pixels().length; i++) {
      many.pixels()[i] = (float) pixels.nextDouble();
    }
    Images few = many.slice(0, 20);
    // The same streams are split off for the first images, on many threads or on one.
    PerImage single = (PerImage) Augmentations.rotation(30);
    single.apply(many, new SplittableRandom(9));
    single.apply(few, new SplittableRandom(9));
    assertArrayEquals(few.pixels(), many.slice(0, 20).pixels());
  }

  private static List<Batch> all(Epoch epoch, int first) {
    List<Batch> batches = new ArrayList<>();
    try (BatchStream stream = epoch.stream(first)) {
      stream.forEachRemaining(batches::add);
    }
    return batches;
  }

  private static boolean workersEnd() throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      if (Thread.getAllStackTraces().keySet().stream()
          .noneMatch(thread -> thread.getName().equals("robusta-batches"))) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }
}
