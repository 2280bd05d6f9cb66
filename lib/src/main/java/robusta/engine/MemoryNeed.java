package robusta.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * What a computation will take of the memory, estimated before it begins: of the engine's, and of
 * Java's heap.
 *
 * <pre>{@code
 * MemoryNeed.on(engine)
 *     .session(model, Work.TRAINING, Precision.F32)
 *     .heap(0, 2 * imageBytes)
 *     .require(128, context);
 * }</pre>
 */
public final class MemoryNeed {
  /** What takes a larger part of the free memory than this is worth a word. */
  private static final int WORTH_A_WORD = 10;

  private final Engine engine;
  private final List<Session> sessions = new ArrayList<>();
  private long heap;
  private long heapPerImage;

  private record Session(Model model, Work work, Precision precision) {}

  private MemoryNeed(Engine engine) {
    this.engine = engine;
  }

  /** Begins to describe what will run on an engine. */
  public static MemoryNeed on(Engine engine) {
    return new MemoryNeed(engine);
  }

  /** A session that will be open, which takes turns with the others. */
  public MemoryNeed session(Model model, Work work, Precision precision) {
    sessions.add(new Session(model, work, precision));
    return this;
  }

  /**
   * What will lie in Java's heap besides.
   *
   * @param bytes whatever the batch
   * @param bytesPerImage for each image of a batch
   */
  public MemoryNeed heap(long bytes, long bytesPerImage) {
    heap += bytes;
    heapPerImage += bytesPerImage;
    return this;
  }

  /** What the engine takes for batches of this size. */
  public MemoryEstimate estimate(int batch) {
    return sessions.stream()
        .map(each -> engine.estimate(each.model, each.work, each.precision, batch))
        .reduce(MemoryEstimate::beside)
        .orElse(new MemoryEstimate(0, 0, 0, 0));
  }

  /** The largest batch that fits; 0 where none does. */
  public int largestBatch() {
    long free = engine.freeMemory();
    long java = freeHeap();
    return largest(
        Integer.MAX_VALUE, batch -> estimate(batch).bytes() <= free && heapBytes(batch) <= java);
  }

  /**
   * Returns normally when batches of this size fit.
   *
   * @throws RobustaException otherwise: how much is needed, how much is there, and what would fit
   */
  public void require(int batch) {
    long needed = estimate(batch).bytes();
    long free = engine.freeMemory();
    requireHeap(batch);
    if (needed > free) {
      throw tooBig(sessions.get(0).model, batch, needed, free, size -> estimate(size).bytes());
    }
  }

  /** The same, and reports what they take where that is much of what there is. */
  public void require(int batch, RunContext context) {
    require(batch);
    long free = engine.freeMemory();
    if (free != Long.MAX_VALUE && estimate(batch).bytes() > free / WORTH_A_WORD) {
      say(batch, context);
    }
  }

  /** Reports what batches of this size take, under {@code "memory"}. */
  public void say(int batch, RunContext context) {
    context.progress().report("memory", 1, 1, words(batch));
  }

  private String words(int batch) {
    long free = engine.freeMemory();
    String there =
        free == Long.MAX_VALUE ? "" : " of the %.1f GB that are free".formatted(free / 1e9);
    return "a batch of %d images takes about %.1f GB%s"
        .formatted(batch, estimate(batch).bytes() / 1e9, there);
  }

  private long heapBytes(int batch) {
    return heap + batch * heapPerImage;
  }

  private void requireHeap(int batch) {
    if (heapBytes(batch) <= freeHeap()) {
      return;
    }
    System.gc(); // What nobody needs any more counts as used until then.
    long free = freeHeap();
    if (heapBytes(batch) > free) {
      Model model = sessions.get(0).model;
      throw tooBig(
          model,
          batch,
          "%.1f GB of Java's memory and %.1f GB of it are free"
              .formatted(heapBytes(batch) / 1e9, free / 1e9),
          largest(batch - 1, size -> heapBytes(size) <= free),
          " (or -Xmx gives Java more)");
    }
  }

  private static long freeHeap() {
    Runtime java = Runtime.getRuntime();
    return java.maxMemory() - (java.totalMemory() - java.freeMemory());
  }

  /**
   * What to say where a batch does not fit.
   *
   * @param needed bytes that it takes
   * @param free bytes that there are
   * @param bytes what a batch of some size takes
   */
  public static RobustaException tooBig(
      Model model, int batch, long needed, long free, IntToDoubleFunction bytes) {
    // A little less than all, since others' memory goes up and down.
    int fits = largest(batch - 1, size -> bytes.applyAsDouble(size) <= 0.9 * free);
    return tooBig(
        model,
        batch,
        "%.1f GB of memory and %.1f GB are free".formatted(needed / 1e9, free / 1e9),
        fits,
        "");
  }

  private static RobustaException tooBig(
      Model model, int batch, String amounts, int fits, String more) {
    String advice =
        fits >= 1 ? "a batch of %d fits".formatted(fits) : "use a smaller model or smaller images";
    return new RobustaException(
        "a batch of %d images of %dx%dx%d through '%s' needs %s; %s%s"
            .formatted(
                batch,
                model.channels(),
                model.height(),
                model.width(),
                model.name(),
                amounts,
                advice,
                more));
  }

  /** The largest number up to {@code most} that fits, where all smaller ones do; 0 for none. */
  private static int largest(int most, IntPredicate fits) {
    int low = 0;
    int high = 1;
    while (high < most && fits.test(high)) {
      low = high;
      high = (int) Math.min(most, 2L * high);
    }
    if (high >= most && most > 0 && fits.test(most)) {
      return most;
    }
    high = Math.min(high, Math.max(most, 1));
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      if (fits.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
