package robusta.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array from a NumPy file: float32 or int64, in C order, version 1.
 *
 * @param shape its shape
 * @param floats its numbers; null for int64
 * @param longs its numbers; null for float32
 */
public record Npy(int[] shape, float[] floats, long[] longs) {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<(f4|i8)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), }\\s*");

  /** Reads a whole file. */
  public static Npy read(Path file) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.getInt() != 0x4d554e93 || bytes.getShort() != 0x5950 || bytes.getShort() != 1) {
      throw new IllegalArgumentException(file + " is not a NumPy file of version 1");
    }
    byte[] text = new byte[bytes.getShort()];
    bytes.get(text);
    Matcher header = HEADER.matcher(new String(text, StandardCharsets.US_ASCII));
    if (!header.matches()) {
      throw new IllegalArgumentException(file + ": " + new String(text, StandardCharsets.US_ASCII));
    }
    int[] shape =
        Arrays.stream(header.group(2).split(","))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (header.group(1).equals("f4")) {
      float[] floats = new float[count];
      bytes.asFloatBuffer().get(floats);
      return new Npy(shape, floats, null);
    }
    long[] longs = new long[count];
    bytes.asLongBuffer().get(longs);
    return new Npy(shape, null, longs);
  }

  /** The numbers of an int64 array as ints. */
  public int[] ints() {
    return Arrays.stream(longs).mapToInt(Math::toIntExact).toArray();
  }
}
