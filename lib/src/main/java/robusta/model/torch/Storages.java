package robusta.model.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import robusta.model.torch.Value.Storage;

/** A PyTorch file, opened: what was pickled into it, and where its numbers are. */
sealed interface Storages extends AutoCloseable permits ZipStorages, LegacyStorages {

  /** What {@code torch.save} was given. */
  Object value();

  /** In which order the bytes of a number come. */
  ByteOrder order();

  /** How many bytes the file holds of a storage; -1 if it has none of that name. */
  long bytes(Storage storage);

  /**
   * Opens the bytes of a storage. A stream over all of them fails at its end if they are not what
   * was written, where the file can tell.
   *
   * @param from the first one, below {@link #bytes}
   */
  InputStream open(Storage storage, long from) throws IOException;

  @Override
  void close() throws IOException;

  /** What a persistent id stands for: ("storage", type, key, location, length, ...). */
  static Object named(Value.Tuple id) {
    if ("storage".equals(id.get(0))
        && id.get(1) instanceof Value.Global global
        && id.get(2) instanceof String key
        && id.get(4) instanceof Long length) {
      ElementType type = ElementType.of(global);
      // A sixth item other than None is a part of another storage, as PyTorch wrote it before 0.4.
      if (type != null && length >= 0 && id.get(5) == null) {
        return new Storage(type, key, length);
      }
      return new Value.Opaque(global.qualified());
    }
    return new Value.Opaque("reference");
  }
}
