package robusta.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import robusta.run.RobustaException;

/**
 * A safetensors file, opened for reading: named arrays of numbers, and text metadata.
 *
 * <p>The format (github.com/huggingface/safetensors): eight bytes with the length of the header,
 * little endian; the header, a JSON object that gives each tensor's type, shape and place; the
 * numbers, little endian, row by row. Opening checks the whole header against the length of the
 * file, so that nothing is ever allocated because a corrupt file says so.
 */
public final class Safetensors implements Tensors {

  private final Path file;
  private final SeekableByteChannel channel;
  private final long dataStart;
  private final SafetensorsHeader header;

  private Safetensors(
      Path file, SeekableByteChannel channel, long dataStart, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws RobustaException if it is missing, is not a safetensors file, or is truncated
   */
  public static Safetensors open(Path file) {
    if (Files.isDirectory(file)) {
      throw new RobustaException("%s is a folder, not a safetensors file".formatted(file));
    }
    try {
      return read(file, FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no file %s".formatted(file), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads the header of a file that is in memory.
   *
   * @param name what messages call it
   * @param bytes the whole file; not copied
   * @throws RobustaException if it is not a safetensors file, or is truncated
   */
  public static Safetensors of(Path name, byte[] bytes) {
    return read(name, new SeekableInMemoryByteChannel(bytes));
  }

  private static Safetensors read(Path file, SeekableByteChannel channel) {
    boolean opened = false;
    try {
      long size = channel.size();
      if (size < 8) {
        throw notSafetensors(file, "it has only %d bytes".formatted(size));
      }
      long length = read(channel, 0, 8).getLong();
      if (length < 2 || length > SafetensorsHeader.MAX_BYTES) {
        throw notSafetensors(file, "its first 8 bytes are not the length of a header");
      }
      if (length > size - 8) {
        throw new RobustaException(
            "%s is truncated: its header should be %d bytes long, but only %d follow"
                .formatted(file, length, size - 8));
      }
      byte[] json = read(channel, 8, (int) length).array();
      SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - 8 - length);
      Safetensors tensors = new Safetensors(file, channel, 8 + length, header);
      opened = true;
      return tensors;
    } catch (IOException e) {
      throw unreadable(file, e);
    } finally {
      if (!opened) {
        closeQuietly(channel);
      }
    }
  }

  private static RobustaException unreadable(Path file, IOException e) {
    return new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
  }

  /** The names of the tensors, in the order of the file's header. */
  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** The text that came with the tensors; empty where there is none. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public long[] shape(String name) {
    return entry(name).shape().clone();
  }

  @Override
  public long stored() {
    return header.tensors().values().stream().mapToLong(SafetensorsHeader.Entry::count).sum();
  }

  @Override
  public float[] floats(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    TensorType type = entry.floatType();
    if (type == null) {
      throw new RobustaException(
          "tensor '%s' in %s holds %s; Robusta reads %s"
              .formatted(name, file, entry.type(), Arrays.toString(TensorType.values())));
    }
    float[] values;
    try {
      values = new float[Math.toIntExact(entry.count())];
      long at = dataStart + entry.begin();
      int chunk = 1 << 16;
      for (int done = 0; done < values.length; done += chunk) {
        int now = Math.min(chunk, values.length - done);
        ByteBuffer buffer = read(channel, at + (long) done * type.bytes(), now * type.bytes());
        type.read(buffer, values, done, now);
      }
    } catch (IOException | ArithmeticException e) {
      throw new RobustaException(
          "tensor '%s' in %s cannot be read: %s".formatted(name, file, e.getMessage()), e);
    }
    return values;
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new RobustaException("%s has no tensor '%s'".formatted(file, name));
    }
    return entry;
  }

  private static ByteBuffer read(SeekableByteChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    return buffer.flip();
  }

  static RobustaException notSafetensors(Path file, String why) {
    return new RobustaException("%s is not a safetensors file: %s".formatted(file, why));
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static void closeQuietly(SeekableByteChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Only read from: nothing can have been lost.
    }
  }
}
