package robusta.model.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a pickle, one after the other. It allocates no more than a bound, whatever they say. */
final class ByteSource {

  /** Longer texts name no tensor. */
  private static final int MAX_TEXT = 1 << 16;

  /** A pickle may make Robusta keep so many bytes; those of the usual networks have 1 MB. */
  private static final long MAX_TAKEN = 64 << 20;

  private static final int MAX_LINE = 1024;

  private final InputStream in;
  private long position;
  private long taken;

  /**
   * Begins to read.
   *
   * @param in a buffered stream
   */
  ByteSource(InputStream in) {
    this.in = in;
  }

  /** How many bytes were read or skipped. */
  long position() {
    return position;
  }

  int u8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    position++;
    return value;
  }

  int u16() throws IOException {
    return u8() | u8() << 8;
  }

  int i32() throws IOException {
    return u16() | u16() << 16;
  }

  long u32() throws IOException {
    return i32() & 0xffffffffL;
  }

  long i64() throws IOException {
    return u32() | u32() << 32;
  }

  /** Eight bytes, the highest first, as pickles have their floats. */
  double bigEndianDouble() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(i64()));
  }

  /** A whole number of so many bytes, lowest first; null for one beyond 64 bits. */
  Long integer(long bytes) throws IOException {
    if (bytes < 0 || bytes > Long.BYTES) {
      skip(bytes);
      return null;
    }
    byte[] low = new byte[Long.BYTES];
    byte[] read = take((int) bytes);
    System.arraycopy(read, 0, low, 0, read.length);
    if (read.length > 0 && read[read.length - 1] < 0) {
      Arrays.fill(low, read.length, low.length, (byte) -1);
    }
    return ByteBuffer.wrap(low).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A text of so many bytes; null for one too long to be a name. */
  String text(long bytes) throws IOException {
    if (bytes < 0 || bytes > MAX_TEXT) {
      skip(bytes);
      return null;
    }
    return new String(take((int) bytes), StandardCharsets.UTF_8);
  }

  /** What comes before the next line feed. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = u8(); next != '\n'; next = u8()) {
      if (line.length() == MAX_LINE) {
        throw new UnreadableException(
            "it names a type of more than %d letters".formatted(MAX_LINE));
      }
      line.append((char) next);
    }
    count(line.length());
    return line.toString();
  }

  void skip(long bytes) throws IOException {
    if (bytes < 0) {
      throw new UnreadableException("it holds something of a negative length");
    }
    in.skipNBytes(bytes);
    position += bytes;
  }

  private void count(int bytes) {
    taken += bytes;
    if (taken > MAX_TAKEN) {
      throw new UnreadableException(
          "its description of the tensors is longer than %d MB".formatted(MAX_TAKEN >> 20));
    }
  }

  private byte[] take(int bytes) throws IOException {
    count(bytes);
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    position += bytes;
    return read;
  }
}
