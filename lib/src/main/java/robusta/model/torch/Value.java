package robusta.model.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold besides texts ({@link String}), numbers ({@link Long}, {@link Double}),
 * {@link Boolean} and {@code null}. Hostile files nest values without end or in circles, so nothing
 * here compares, hashes or prints what it holds.
 */
sealed interface Value {

  /** A Python tuple. */
  final class Tuple implements Value {
    private final Object[] items;

    Tuple(List<Object> items) {
      this.items = items.toArray();
    }

    int size() {
      return items.length;
    }

    /** An item; null where there is none. */
    Object get(int index) {
      return index < items.length ? items[index] : null;
    }

    /**
     * Its whole numbers of at least 0; null if it holds anything else, or more than {@code max}.
     */
    long[] sizes(int max) {
      if (items.length > max) {
        return null;
      }
      long[] sizes = new long[items.length];
      for (int i = 0; i < items.length; i++) {
        if (!(items[i] instanceof Long size) || size < 0) {
          return null;
        }
        sizes[i] = size;
      }
      return sizes;
    }
  }

  /** A Python list. */
  final class Sequence implements Value {
    final List<Object> items = new ArrayList<>();
  }

  /** A Python dictionary. Only texts can name a tensor, so other keys are left out. */
  final class Dictionary implements Value {
    final Map<String, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) {
      if (key instanceof String name) {
        entries.put(name, value);
      }
    }
  }

  /** The name of a Python class or function: no more than a name. */
  record Global(String module, String name) implements Value {
    String qualified() {
      return module + "." + name;
    }
  }

  /** Something that Robusta does not build. */
  record Opaque(String type) implements Value {}

  /**
   * A run of numbers in the file, which tensors look at.
   *
   * @param key what the file knows it by
   * @param length how many numbers the run says to have
   */
  record Storage(ElementType type, String key, long length) implements Value {}

  /**
   * A tensor: a view of a storage.
   *
   * @param offset the index of its first number
   * @param shape its extents
   * @param strides how far the next number along each axis is
   */
  record View(Storage storage, long offset, long[] shape, long[] strides) implements Value {}
}
