package robusta.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The reference files that make_vectors.py made with Pillow and torchvision. */
final class Vectors {
  static final int HEIGHT = 20;
  static final int WIDTH = 28;

  private Vectors() {}

  static float[] floats(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream(name + ".f32")) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / 4];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Images picture() {
    return new Images(floats("picture"), 1, 3, HEIGHT, WIDTH);
  }

  static Path file(String name) {
    try {
      return Path.of(Vectors.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static void assertClose(float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance, "value " + i);
    }
  }

  /** The share of values that differ by more than rounding. */
  static void assertMostlyEqual(float[] expected, float[] actual, double share) {
    assertEquals(expected.length, actual.length);
    int different = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i] - actual[i]) > 1e-6) {
        different++;
      }
    }
    assertTrue(different <= share * expected.length, different + " values differ");
  }
}
