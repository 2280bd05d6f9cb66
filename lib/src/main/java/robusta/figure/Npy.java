package robusta.figure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import robusta.data.Images;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/** Arrays as NumPy's {@code .npy} files, version 1.0, little-endian, in C order. */
public final class Npy {
  private static final int ALIGNMENT = 64;
  private static final int PREAMBLE = 10;

  private Npy() {}

  /** Images as float32 of shape [N, C, H, W]. */
  public static Path write(Path path, Images images) {
    return write(
        path, images.pixels(), images.count(), images.channels(), images.height(), images.width());
  }

  /**
   * float32 values of a shape.
   *
   * @throws RobustaException if they don't fill the shape, or the file can't be written
   */
  public static Path write(Path path, float[] values, int... shape) {
    requireFilled(values.length, shape);
    return AtomicFile.write(
        path,
        out -> {
          out.write(header("<f4", shape));
          ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
          for (float value : values) {
            if (!chunk.hasRemaining()) {
              flush(chunk, out);
            }
            chunk.putFloat(value);
          }
          flush(chunk, out);
        });
  }

  /**
   * int32 values of a shape, such as labels.
   *
   * @throws RobustaException if they don't fill the shape, or the file can't be written
   */
  public static Path write(Path path, int[] values, int... shape) {
    requireFilled(values.length, shape);
    return AtomicFile.write(
        path,
        out -> {
          out.write(header("<i4", shape));
          ByteBuffer all =
              ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, values.length))
                  .order(ByteOrder.LITTLE_ENDIAN);
          all.asIntBuffer().put(values);
          out.write(all.array());
        });
  }

  private static void flush(ByteBuffer chunk, OutputStream out) throws IOException {
    out.write(chunk.array(), 0, chunk.position());
    chunk.clear();
  }

  private static void requireFilled(int values, int... shape) {
    long size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    if (size != values) {
      throw new RobustaException(
          "%d values do not fill an array of shape %s".formatted(values, Arrays.toString(shape)));
    }
  }

  /** The magic number, the version and the description, padded so that the data is aligned. */
  private static byte[] header(String type, int... shape) {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    // A Python tuple of one needs its comma.
    extents = shape.length == 1 ? extents + "," : extents;
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, extents);
    int length = PREAMBLE + text.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - PREAMBLE));
    header.put((text + " ".repeat(padded - length) + "\n").getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }
}
