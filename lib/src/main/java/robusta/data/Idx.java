package robusta.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import robusta.run.RobustaException;

/**
 * An array of unsigned bytes in the IDX format of the MNIST family (a magic number 0x00 0x00 0x08
 * and the rank, the sizes as big-endian 32-bit integers, the values), plain or in gzip.
 *
 * @param shape the sizes, the outermost first
 * @param values the bytes in row-major order; as many as the product of the sizes
 */
record Idx(int[] shape, byte[] values) {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int UNSIGNED_BYTES = 0x08;

  /**
   * Reads a file.
   *
   * @param rank the number of sizes it must have: 3 for images, 1 for labels
   * @throws RobustaException if the file is missing, is no IDX file of this rank, or is truncated
   */
  static Idx read(Path file, int rank) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), rank);
    } catch (NoSuchFileException e) {
      throw new RobustaException("the file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads a stream, which {@code name} stands for in messages. */
  static Idx read(InputStream raw, String name, int rank) throws IOException {
    try (DataInputStream in = new DataInputStream(unpacked(raw))) {
      int magic = in.readInt();
      if (magic >>> 16 != 0 || (magic >>> 8) != UNSIGNED_BYTES || (magic & 0xff) != rank) {
        throw new RobustaException(
            "%s starts with 0x%08x, not with 0x%08x as an IDX file of %s does"
                .formatted(
                    name, magic, UNSIGNED_BYTES << 8 | rank, rank == 1 ? "labels" : "images"));
      }
      int[] shape = new int[rank];
      long total = 1;
      for (int i = 0; i < rank; i++) {
        shape[i] = in.readInt();
        total *= shape[i];
        if (shape[i] < 0 || total > Integer.MAX_VALUE - 8) {
          throw new RobustaException(
              "%s declares the shape %s, which no such file has; it is damaged"
                  .formatted(name, Arrays.toString(Arrays.copyOf(shape, i + 1))));
        }
      }
      byte[] values = in.readNBytes((int) total);
      if (values.length < total) {
        throw truncated(name, "it holds %d of %d values".formatted(values.length, total), null);
      }
      if (in.read() != -1) {
        throw new RobustaException(
            "%s holds more than the %d values it declares; it is damaged".formatted(name, total));
      }
      return new Idx(shape, values);
    } catch (EOFException e) {
      throw truncated(name, "it ends early", e);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static RobustaException truncated(String name, String how, Throwable cause) {
    return new RobustaException("%s is truncated (%s); fetch it again".formatted(name, how), cause);
  }
}
