package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class DatasetTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "fish");

  /** Image i is one pixel of value i/100; its class is i modulo 3. */
  private static Dataset numbered(int count) {
    Images images = Images.zeros(count, 1, 1, 1);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      images.pixels()[i] = i / 100f;
      labels[i] = i % 3;
    }
    return Datasets.of("numbers", CLASSES, images, labels);
  }

  @Test
  void batchesFollowTheIndicesAsked() {
    Batch batch = numbered(10).batch(7, 0, 7);
    assertArrayEquals(new float[] {.07f, 0, .07f}, batch.images().pixels());
    assertArrayEquals(new int[] {1, 0, 1}, batch.labels());
  }

  @Test
  void subsetsShareImagesAndKeepClasses() {
    Dataset dogs = numbered(10).ofClass("dog");
    assertArrayEquals(new float[] {.01f, .04f, .07f}, dogs.range(0, 3).images().pixels());
    assertArrayEquals(new int[] {1, 1, 1}, dogs.labels());
    assertEquals(CLASSES, dogs.classes());
    assertEquals("numbers (dog)", dogs.name());
    assertArrayEquals(new int[] {0, 3, 0}, dogs.classCounts());
    Dataset nested = numbered(10).first(5).subset(4, 2);
    assertArrayEquals(new float[] {.04f, .02f}, nested.range(0, 2).images().pixels());
    assertArrayEquals(new int[] {1, 2}, nested.labels());
  }

  @Test
  void batchesInOrderEndWithTheRest() {
    List<Integer> sizes = new ArrayList<>();
    List<Float> seen = new ArrayList<>();
    for (Batch batch : numbered(10).batches(4)) {
      sizes.add(batch.size());
      for (float pixel : batch.images().pixels()) {
        seen.add(pixel);
      }
    }
    assertEquals(List.of(4, 4, 2), sizes);
    assertEquals(10, seen.size());
    assertEquals(.09f, seen.get(9));
  }

  @Test
  void whatDoesNotExistIsRefused() {
    Dataset data = numbered(10);
    assertMessage("has the examples 0 to 9; example 10", () -> data.batch(3, 10));
    assertMessage("example -1", () -> data.subset(-1));
    assertMessage("the first 11", () -> data.first(11));
    assertMessage("its classes are cat, dog, fish", () -> data.ofClass("bird"));
    assertMessage("class 3 was asked for", () -> data.ofClass(3));
    assertMessage("example 5", () -> data.first(5).batch(5));
    assertMessage("at least 1 image", () -> data.batches(0));
    assertMessage(
        "is NaN",
        () ->
            Datasets.of(
                "n", CLASSES, new Images(new float[] {Float.NaN}, 1, 1, 1, 1), new int[] {0}));
    assertMessage(
        "label 3 of image 0", () -> Datasets.of("n", CLASSES, Images.zeros(1, 1, 1, 1), one(3)));
    assertMessage(
        "2 images but 1 labels", () -> Datasets.of("n", CLASSES, Images.zeros(2, 1, 1, 1), one(0)));
  }

  @Test
  void shuffledIsAPermutationAndUniform() {
    int[][] counts = new int[5][5];
    for (int seed = 0; seed < 5000; seed++) {
      int[] order = Datasets.shuffled(5, new SplittableRandom(seed));
      int[] sorted = order.clone();
      Arrays.sort(sorted);
      assertArrayEquals(new int[] {0, 1, 2, 3, 4}, sorted);
      for (int i = 0; i < 5; i++) {
        counts[i][order[i]]++;
      }
    }
    for (int[] row : counts) {
      for (int count : row) {
        // Expected 1000, standard deviation 28.
        assertTrue(Math.abs(count - 1000) < 150, Arrays.deepToString(counts));
      }
    }
  }

  private static int[] one(int label) {
    return new int[] {label};
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(RobustaException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
