package robusta.model.torch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import robusta.model.torch.Value.Sequence;
import robusta.model.torch.Value.Storage;
import robusta.model.torch.Value.Tuple;

/**
 * The format before PyTorch 1.6: five pickles (a magic number, a protocol number, the machine, what
 * was saved, the keys of the storages), then for each key the number of its elements in eight bytes
 * and the elements, little endian.
 */
final class LegacyStorages implements Storages {

  /** The magic number's bytes; a few of a pickle come before them. */
  private static final byte[] MAGIC = HexFormat.of().parseHex("6cfc9c46f9206aa850192e");

  private static final int MAGIC_WITHIN = 32;
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final Map<String, Storage> named = new HashMap<>();
  private final Map<String, Long> starts = new HashMap<>();
  private final Object value;

  private LegacyStorages(FileChannel channel) throws IOException {
    this.channel = channel;
    ByteSource in =
        new ByteSource(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
    for (int i = 0; i < 3; i++) {
      Pickle.read(in, Storages::named);
    }
    value = Pickle.read(in, this::remember);
    Object keys = Pickle.read(in, Storages::named);
    if (!(keys instanceof Sequence list)) {
      throw new UnreadableException("it has no list of its storages");
    }
    locate(list, in.position());
  }

  static LegacyStorages open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      LegacyStorages storages = new LegacyStorages(channel);
      opened = true;
      return storages;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** Whether a file begins as one of this format. */
  static boolean recognizes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(MAGIC_WITHIN);
      for (int at = 2; at + MAGIC.length <= start.length; at++) {
        if (Arrays.equals(start, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
          return start[0] == (byte) 0x80;
        }
      }
      return false;
    }
  }

  private Object remember(Tuple id) {
    Object found = Storages.named(id);
    if (found instanceof Storage storage) {
      Storage before = named.putIfAbsent(storage.key(), storage);
      if (before != null && !before.equals(storage)) {
        throw new UnreadableException(
            "its storage '%s' has two types or lengths".formatted(storage.key()));
      }
    }
    return found;
  }

  private void locate(Sequence keys, long position) throws IOException {
    long at = position;
    for (Object key : keys.items) {
      Storage storage = key instanceof String text ? named.get(text) : null;
      if (storage == null) {
        throw new UnreadableException("it lists a storage of a type that Robusta does not know");
      }
      long length = length(at);
      if (length != storage.length()) {
        throw new UnreadableException(
            "its storage '%s' should hold %d numbers, but says %d"
                .formatted(storage.key(), storage.length(), length));
      }
      at += Long.BYTES;
      if (length > (channel.size() - at) / storage.type().bytes()) {
        throw new UnreadableException(
            "it is truncated: its storage '%s' of %d numbers goes beyond its end"
                .formatted(storage.key(), length));
      }
      starts.put(storage.key(), at);
      at += length * storage.type().bytes();
    }
  }

  private long length(long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip().getLong();
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public ByteOrder order() {
    return ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public long bytes(Storage storage) {
    return starts.containsKey(storage.key()) ? storage.length() * storage.type().bytes() : -1;
  }

  @Override
  public InputStream open(Storage storage, long from) throws IOException {
    channel.position(starts.get(storage.key()) + from);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public void close() {} // the channel is closed with the file
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
