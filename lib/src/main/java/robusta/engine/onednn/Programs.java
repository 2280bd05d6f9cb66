package robusta.engine.onednn;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import robusta.engine.MemoryEstimate;
import robusta.engine.MemoryNeed;
import robusta.model.Model;
import robusta.run.RobustaException;

/** The programs of a session by batch size; the least recently used make room for new ones. */
final class Programs<P extends AutoCloseable> implements AutoCloseable {
  /** A full batch, the last smaller one of training data, of test data, and one to spare. */
  private static final int KEPT = 4;

  private final Model model;
  private final IntFunction<P> compiler;
  private final IntFunction<MemoryEstimate> estimator;
  private final BooleanSupplier weighted;
  private final LongSupplier free;
  private final Map<Integer, P> bySize = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * Programs of a model.
   *
   * @param compiler makes the one for a batch size
   * @param estimator what it and the session's weights will take
   * @param weighted whether the session holds its weights already, which all sizes share
   * @param free how many bytes can be had
   */
  Programs(
      Model model,
      IntFunction<P> compiler,
      IntFunction<MemoryEstimate> estimator,
      BooleanSupplier weighted,
      LongSupplier free) {
    this.model = model;
    this.compiler = compiler;
    this.estimator = estimator;
    this.weighted = weighted;
    this.free = free;
  }

  /**
   * The program for a batch size, compiled when it is new.
   *
   * @throws RobustaException if there is no such batch or it does not fit into memory
   */
  P get(int size) {
    if (closed) {
      throw new IllegalStateException("the session of model '" + model.name() + "' is closed");
    }
    if (size < 1) {
      throw new RobustaException("a batch needs at least one image, not " + size);
    }
    P known = bySize.get(size);
    if (known != null) {
      return known;
    }
    while (bySize.size() >= KEPT) {
      evict();
    }
    P made = compile(size);
    bySize.put(size, made);
    return made;
  }

  private P compile(int size) {
    long needed = bytes(size);
    if (needed > free.getAsLong()) {
      evictAll();
    }
    if (needed > free.getAsLong()) {
      throw tooBig(size, new Arena.NotEnoughMemory(needed, free.getAsLong()));
    }
    try {
      return compiler.apply(size);
    } catch (Arena.NotEnoughMemory | OutOfMemoryError e) {
      evictAll();
      return compileAlone(size);
    }
  }

  private P compileAlone(int size) {
    try {
      return compiler.apply(size);
    } catch (Arena.NotEnoughMemory e) {
      throw tooBig(size, e);
    } catch (OutOfMemoryError e) {
      // javacpp's, for what lies outside the arena: images and masks.
      throw new RobustaException(
          "a batch of %d images of %dx%dx%d through '%s' does not fit into memory; use a smaller one"
              .formatted(size, model.channels(), model.height(), model.width(), model.name()),
          e);
    }
  }

  /** What to say where a program turned out not to fit; none is kept. */
  RobustaException tooBig(int size, Arena.NotEnoughMemory e) {
    evictAll();
    // What it turned out to need may differ from the estimate, and so may a smaller batch's.
    double off = (double) e.needed / bytes(size);
    return MemoryNeed.tooBig(model, size, e.needed, e.available, batch -> off * bytes(batch));
  }

  /** What a new program will take besides what the session holds already. */
  private long bytes(int size) {
    MemoryEstimate all = estimator.apply(size);
    return weighted.getAsBoolean() ? all.bytes() - all.weights() : all.bytes();
  }

  private void evictAll() {
    while (!bySize.isEmpty()) {
      evict();
    }
  }

  private void evict() {
    Iterator<P> oldest = bySize.values().iterator();
    close(oldest.next());
    oldest.remove();
  }

  private void close(P program) {
    try {
      program.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    evictAll();
  }
}
