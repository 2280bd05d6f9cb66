package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class FashionTest {
  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  @TempDir Path folder;

  @Test
  void embeddedSubsetHoldsAsManyOfEachClass() {
    DataSource fashion = Fashion.embedded();
    assertEquals(10_000, fashion.train().size());
    assertEquals(2_000, fashion.test().size());
    int[] thousand = new int[10];
    Arrays.fill(thousand, 1000);
    assertArrayEquals(thousand, fashion.train().classCounts());
    int[] twoHundred = new int[10];
    Arrays.fill(twoHundred, 200);
    assertArrayEquals(twoHundred, fashion.test().classCounts());
    Batch some = fashion.train().range(0, 100);
    some.images().requireValid();
    assertEquals("100 images of 1x28x28", some.images().toString());
  }

  @Test
  void normalizerIsTheMeanAndDeviationOfTheTrainingPixels() {
    DataSource fashion = Fashion.embedded();
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (Batch batch : fashion.train().batches(777)) {
      for (float pixel : batch.images().pixels()) {
        sum += pixel;
        squares += (double) pixel * pixel;
        count++;
      }
    }
    double mean = sum / count;
    assertEquals(10_000 * 784, count);
    assertEquals(mean, fashion.normalizer().mean()[0], 1e-6);
    assertEquals(Math.sqrt(squares / count - mean * mean), fashion.normalizer().std()[0], 1e-6);
  }

  @Test
  void resourcesAreThoseThatTheirOriginNames() throws IOException {
    String origin;
    try (InputStream in = Fashion.class.getResourceAsStream("fashion/ORIGIN")) {
      origin = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    for (String file :
        new String[] {
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte"
        }) {
      try (InputStream in =
          new GZIPInputStream(Fashion.class.getResourceAsStream("fashion/" + file + ".gz"))) {
        String line = Checksum.sha256("").of(in.readAllBytes()) + "  " + file;
        assertTrue(origin.contains(line), line);
      }
    }
  }

  @Test
  void embeddedSubsetIsTheFirstOfEachClassOfTheFullSet() {
    Assumptions.assumeTrue(
        Files.isDirectory(DEBIAN), "Debian's dataset-fashion-mnist is not installed");
    DataSource full = Fashion.from(DEBIAN);
    assertEquals(60_000, full.train().size());
    assertEquals(10_000, full.test().size());
    DataSource embedded = Fashion.embedded();
    for (int label : new int[] {0, 4, 9}) {
      assertArrayEquals(
          full.train().ofClass(label).range(0, 1000).images().pixels(),
          embedded.train().ofClass(label).range(0, 1000).images().pixels());
    }
  }

  @Test
  void readsPlainFilesAndPacked() throws IOException {
    write(3, 2, 2, true);
    DataSource source = Fashion.from(folder);
    assertEquals(3, source.train().size());
    assertArrayEquals(
        new float[] {4 / 255f, 5 / 255f, 6 / 255f, 7 / 255f},
        source.train().batch(1).images().pixels());
    assertArrayEquals(new int[] {2, 0}, source.test().batch(2, 0).labels());
  }

  @Test
  void missingFileIsNamed() {
    String message = message();
    assertTrue(message.contains("train-images-idx3-ubyte"), message);
    assertTrue(message.contains(folder.toString()), message);
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    for (boolean packed : new boolean[] {false, true}) {
      write(3, 2, 2, packed);
      Path file = folder.resolve("train-images-idx3-ubyte" + (packed ? ".gz" : ""));
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {whole.length - 1, 7, 3, 0}) {
        Files.write(file, Arrays.copyOf(whole, length));
        String message = message();
        assertTrue(message.contains(file + " is truncated"), message);
      }
      Files.delete(file);
    }
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    write(3, 2, 2, false);
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.copy(
        folder.resolve("train-labels-idx1-ubyte"),
        images,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(message().contains("starts with 0x00000801, not with 0x00000803"), message());
    Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, 1});
    assertTrue(message().contains("damaged"), message());
    Files.write(images, new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    assertTrue(message().contains(images.toString()), message());
  }

  @Test
  void labelsThatDoNotFitAreRefused() throws IOException {
    write(3, 2, 2, false);
    writeIdx("train-labels-idx1-ubyte", new int[] {2}, new byte[] {1, 2}, false);
    assertTrue(message().contains("3 images but 2 labels"), message());
    writeIdx("train-labels-idx1-ubyte", new int[] {3}, new byte[] {1, 2, 10}, false);
    assertTrue(message().contains("label 10 of image 2"), message());
  }

  private String message() {
    return assertThrows(RobustaException.class, () -> Fashion.from(folder)).getMessage();
  }

  private void write(int count, int rows, int columns, boolean packed) throws IOException {
    byte[] images = new byte[count * rows * columns];
    byte[] labels = new byte[count];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) i;
    }
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) i;
    }
    for (String half : new String[] {"train", "t10k"}) {
      writeIdx(half + "-images-idx3-ubyte", new int[] {count, rows, columns}, images, packed);
      writeIdx(half + "-labels-idx1-ubyte", new int[] {count}, labels, packed);
    }
  }

  private void writeIdx(String name, int[] shape, byte[] values, boolean packed)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(packed ? new GZIPOutputStream(bytes) : bytes)) {
      out.writeInt(0x800 | shape.length);
      for (int size : shape) {
        out.writeInt(size);
      }
      out.write(values);
    }
    Files.write(folder.resolve(name + (packed ? ".gz" : "")), bytes.toByteArray());
  }
}
