package robusta.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import robusta.run.RobustaException;

/** Labelled images of one size that can be read in any order. Reading is thread-safe. */
public interface Dataset {

  /** What it is called in recipes and tables, such as {@code "fashion test"}. */
  String name();

  /** The class names, in label order. */
  List<String> classes();

  /** How many examples. */
  int size();

  /** Channels of every image: 1 or 3. */
  int channels();

  /** Height of every image in pixels. */
  int height();

  /** Width of every image in pixels. */
  int width();

  /** The examples at these indices, in this order. */
  Batch batch(int... indices);

  /**
   * The examples at these indices, varied for training.
   *
   * @param augmentation what is done to the images; a dataset of files gives its random crop the
   *     whole image of the file, where there is more of it than {@link #batch} shows
   * @param random where every random number comes from
   */
  default Batch augmented(Augmentation augmentation, SplittableRandom random, int... indices) {
    Batch batch = batch(indices);
    return new Batch(augmentation.apply(batch.images(), random), batch.labels());
  }

  /** The label of every example, in order. */
  default int[] labels() {
    int[] labels = new int[size()];
    for (int from = 0; from < labels.length; from += 256) {
      int[] some = range(from, Math.min(labels.length, from + 256)).labels();
      System.arraycopy(some, 0, labels, from, some.length);
    }
    return labels;
  }

  /**
   * The examples from {@code from} to {@code to} (exclusive).
   *
   * @throws RobustaException if there are no such examples
   */
  default Batch range(int from, int to) {
    if (from < 0 || from > to || to > size()) {
      throw new RobustaException(
          "%s has the examples 0 to %d; %d to %d were asked for"
              .formatted(name(), size() - 1, from, to - 1));
    }
    return batch(IntStream.range(from, to).toArray());
  }

  /**
   * The examples at these indices as a dataset of its own, sharing the images.
   *
   * @throws RobustaException if one of them does not exist
   */
  default Dataset subset(int... indices) {
    return new Subset(name(), this, indices);
  }

  /**
   * The first {@code count} examples.
   *
   * @throws RobustaException if there are fewer
   */
  default Dataset first(int count) {
    if (count < 1 || count > size()) {
      throw new RobustaException(
          "%s has %d examples; the first %d were asked for".formatted(name(), size(), count));
    }
    return new Subset(name() + " (first " + count + ")", this, IntStream.range(0, count).toArray());
  }

  /**
   * The examples of one class, in order; it keeps all the class names and so the labels.
   *
   * @param label the class's index
   * @throws RobustaException if there is no such class
   */
  default Dataset ofClass(int label) {
    if (label < 0 || label >= classes().size()) {
      throw new RobustaException(
          "%s has the classes 0 to %d; class %d was asked for"
              .formatted(name(), classes().size() - 1, label));
    }
    int[] labels = labels();
    return new Subset(
        name() + " (" + classes().get(label) + ")",
        this,
        IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray());
  }

  /**
   * The examples of the class of this name, in order.
   *
   * @throws RobustaException if there is no such class; it lists those that exist
   */
  default Dataset ofClass(String className) {
    int label = classes().indexOf(className);
    if (label < 0) {
      throw new RobustaException(
          "%s has no class '%s'; its classes are %s"
              .formatted(name(), className, String.join(", ", classes())));
    }
    return ofClass(label);
  }

  /** How many examples each class has, in label order. */
  default int[] classCounts() {
    int[] counts = new int[classes().size()];
    for (int label : labels()) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * All examples in order, in batches of {@code batchSize}; the last one may be smaller. Each batch
   * is read when it is asked for.
   */
  default Iterable<Batch> batches(int batchSize) {
    if (batchSize < 1) {
      throw new RobustaException("a batch holds at least 1 image, not " + batchSize);
    }
    return () ->
        IntStream.iterate(0, from -> from < size(), from -> from + batchSize)
            .mapToObj(from -> range(from, Math.min(size(), from + batchSize)))
            .iterator();
  }
}
