package robusta.model.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import robusta.model.TensorType;
import robusta.model.Tensors;
import robusta.model.torch.Value.Dictionary;
import robusta.model.torch.Value.Opaque;
import robusta.model.torch.Value.Storage;
import robusta.model.torch.Value.View;
import robusta.run.RobustaException;

/**
 * A state dict in a file of {@code torch.save}, opened for reading. It is what was saved, or its
 * {@code model} or {@code state_dict}; whatever else the file holds is passed over, and nothing of
 * it is executed.
 *
 * <p>Opening reads the description of the tensors and checks it against the length of the file, so
 * that nothing is ever allocated because a corrupt file says so; the numbers are read when asked
 * for.
 */
public final class TorchFile implements Tensors {
  private static final List<String> KEYS = List.of("model", "state_dict");
  private static final int CHUNK = 1 << 16;

  /** How often its tensors may cover a file; MadryLab's files name each storage twice. */
  private static final long READINGS = 16;

  private final Path file;
  private final Storages storages;
  private final Map<String, View> views;

  private TorchFile(Path file, Storages storages) {
    this.file = file;
    this.storages = storages;
    this.views = views(stateDict(storages.value()));
    views.forEach(this::check);
    requireFewReadings();
  }

  /**
   * Whether a file looks like one of {@code torch.save}.
   *
   * @throws RobustaException if it is missing or can't be read
   */
  public static boolean recognizes(Path file) {
    return reading(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            if (Arrays.equals(in.readNBytes(4), new byte[] {'P', 'K', 3, 4})) {
              return ZipStorages.recognizes(file);
            }
          }
          return LegacyStorages.recognizes(file);
        });
  }

  /**
   * Opens a file of either serialisation.
   *
   * @throws RobustaException if it is missing, damaged, or holds no state dict
   */
  public static TorchFile open(Path file) {
    return reading(
        file,
        () -> {
          Storages storages =
              LegacyStorages.recognizes(file) ? LegacyStorages.open(file) : ZipStorages.open(file);
          boolean opened = false;
          try {
            TorchFile tensors = new TorchFile(file, storages);
            opened = true;
            return tensors;
          } finally {
            if (!opened) {
              storages.close();
            }
          }
        });
  }

  private static Dictionary stateDict(Object saved) {
    if (!(saved instanceof Dictionary dictionary)) {
      throw noStateDict("it", saved);
    }
    for (String key : KEYS) {
      if (dictionary.entries.get(key) instanceof Dictionary inner) {
        return inner;
      }
    }
    if (dictionary.entries.values().stream().anyMatch(View.class::isInstance)) {
      return dictionary;
    }
    for (String key : KEYS) {
      if (dictionary.entries.containsKey(key)) {
        throw noStateDict("its '" + key + "'", dictionary.entries.get(key));
      }
    }
    throw new UnreadableException(
        "it has neither 'model' nor 'state_dict' nor tensors, but %s"
            .formatted(
                dictionary.entries.isEmpty()
                    ? "nothing"
                    : dictionary.entries.keySet().stream()
                        .limit(5)
                        .map(key -> "'" + key + "'")
                        .collect(Collectors.joining(", "))));
  }

  private static UnreadableException noStateDict(String what, Object value) {
    return new UnreadableException(
        value instanceof Opaque opaque
            ? "%s is an object of %s, and Robusta runs no code of a file; save its state_dict() instead"
                .formatted(what, opaque.type())
            : "%s is no state dict".formatted(what));
  }

  private static Map<String, View> views(Dictionary stateDict) {
    Map<String, View> views = new LinkedHashMap<>();
    stateDict.entries.forEach(
        (name, value) -> {
          if (value instanceof View view) {
            views.put(name, view);
          } else if (value instanceof Opaque opaque && name.endsWith(".weight")) {
            throw new UnreadableException(
                "its '%s' is %s, and Robusta reads dense tensors only"
                    .formatted(name, opaque.type()));
          }
        });
    return views;
  }

  /** Compares what a tensor claims with what the file has. */
  private void check(String name, View view) {
    Storage storage = view.storage();
    long there = storages.bytes(storage);
    if (there < 0) {
      throw new UnreadableException("it has no numbers for the tensor '%s'".formatted(name));
    }
    if (storage.length() > there / storage.type().bytes()) {
      throw new UnreadableException(
          "it is truncated: the tensor '%s' lies in %d numbers, but there are %d"
              .formatted(name, storage.length(), there / storage.type().bytes()));
    }
    try {
      long count = count(view);
      if (count > storage.length() || Math.addExact(view.offset(), span(view)) > storage.length()) {
        throw new UnreadableException(
            "the tensor '%s' goes beyond its %d numbers".formatted(name, storage.length()));
      }
    } catch (ArithmeticException e) {
      throw new UnreadableException("the tensor '%s' has an impossible shape".formatted(name));
    }
  }

  /** Many tensors over the same numbers would take hours to read. */
  private void requireFewReadings() {
    long left = READINGS * stored() + (1 << 20);
    for (View view : views.values()) {
      left -= span(view);
      if (left < 0) {
        throw new UnreadableException("its tensors share the same few numbers over and over");
      }
    }
  }

  private static long count(View view) {
    return Arrays.stream(view.shape()).reduce(1, Math::multiplyExact);
  }

  /** How many numbers lie between its first and its last one, both included. */
  private static long span(View view) {
    long span = 1;
    for (int axis = 0; axis < view.shape().length; axis++) {
      if (view.shape()[axis] == 0) {
        return 0;
      }
      long steps = Math.multiplyExact(view.shape()[axis] - 1, view.strides()[axis]);
      span = Math.addExact(span, steps);
    }
    return span;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(views.keySet());
  }

  @Override
  public long[] shape(String name) {
    return view(name).shape().clone();
  }

  @Override
  public long stored() {
    Set<String> counted = new HashSet<>();
    long stored = 0;
    for (View view : views.values()) {
      if (counted.add(view.storage().key())) {
        stored += view.storage().length();
      }
    }
    return stored;
  }

  @Override
  public float[] floats(String name) {
    View view = view(name);
    if (view.storage().type().floats() == null) {
      throw new RobustaException(
          "tensor '%s' in %s holds %s numbers; Robusta reads %s"
              .formatted(name, file, view.storage().type(), Arrays.toString(TensorType.values())));
    }
    return reading(file, () -> floats(view));
  }

  private float[] floats(View view) throws IOException {
    long span = span(view);
    if (span > Integer.MAX_VALUE - 8) {
      throw new UnreadableException("a tensor of it has %d numbers".formatted(span));
    }
    float[] numbers = numbers(view.storage(), view.offset(), (int) span);
    return Strides.inOrder(numbers, view.shape(), view.strides());
  }

  private float[] numbers(Storage storage, long from, int count) throws IOException {
    TensorType type = storage.type().floats();
    float[] numbers = new float[count];
    if (count == 0) {
      return numbers;
    }
    byte[] chunk = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(storages.order());
    try (InputStream in = storages.open(storage, from * type.bytes())) {
      for (int done = 0; done < count; ) {
        int now = Math.min(CHUNK / type.bytes(), count - done);
        if (in.readNBytes(chunk, 0, now * type.bytes()) < now * type.bytes()) {
          throw new EOFException();
        }
        type.read(buffer.clear(), numbers, done, now);
        done += now;
      }
    }
    return numbers;
  }

  private View view(String name) {
    View view = views.get(name);
    if (view == null) {
      throw new RobustaException("%s has no tensor '%s'".formatted(file, name));
    }
    return view;
  }

  @Override
  public void close() {
    try {
      storages.close();
    } catch (IOException e) {
      // Only read from: nothing can have been lost.
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Says of which file it is that something can't be read. */
  private static <T> T reading(Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (UnreadableException e) {
      throw new RobustaException(
          "%s cannot be read as a PyTorch file: %s".formatted(file, e.getMessage()), e);
    } catch (EOFException e) {
      throw new RobustaException("%s is truncated".formatted(file), e);
    } catch (ZipException | IllegalArgumentException e) {
      throw new RobustaException(
          "%s is damaged or truncated; take another copy of it".formatted(file), e);
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no file %s".formatted(file), e);
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
