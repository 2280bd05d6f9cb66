package robusta.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * One pass over a dataset in random order, in augmented batches. The order and every batch follow
 * from the context's seed, the epoch's number and the batch's index alone, so that a pass can be
 * resumed anywhere with the same bits.
 */
public final class Epoch {
  private final Dataset dataset;
  private final int batchSize;
  private final Augmentation augmentation;
  private final RunContext context;
  private final int number;
  private final int[] order;

  /**
   * A pass over a dataset.
   *
   * @param dataset what is passed over
   * @param batchSize images in every batch but the last, which holds the rest
   * @param augmentation what is done to each batch
   * @param context has the seed, and the request to stop that streams look at
   * @param number which epoch this is
   */
  public Epoch(
      Dataset dataset, int batchSize, Augmentation augmentation, RunContext context, int number) {
    if (batchSize < 1) {
      throw new RobustaException("a batch holds at least 1 image, not " + batchSize);
    }
    if (dataset.size() == 0) {
      throw new RobustaException(dataset.name() + " has no images");
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.augmentation = augmentation;
    this.context = context;
    this.number = number;
    this.order = Datasets.shuffled(dataset.size(), context.random("shuffle", number));
  }

  /** How many batches it has. */
  public int batches() {
    return (order.length + batchSize - 1) / batchSize;
  }

  /**
   * One batch, made in the calling thread.
   *
   * @param index from 0 to {@link #batches} (exclusive)
   */
  public Batch batch(int index) {
    if (index < 0 || index >= batches()) {
      throw new RobustaException(
          "an epoch of %s has the batches 0 to %d; batch %d was asked for"
              .formatted(dataset.name(), batches() - 1, index));
    }
    int from = index * batchSize;
    int to = Math.min(order.length, from + batchSize);
    SplittableRandom random = context.random("augmentation of epoch " + number, index);
    return dataset.augmented(augmentation, random, Arrays.copyOfRange(order, from, to));
  }

  /**
   * The batches from {@code first} on, made ahead in the background. Close it when done.
   *
   * @param first from 0 to {@link #batches}, where it is empty
   */
  public BatchStream stream(int first) {
    if (first < 0 || first > batches()) {
      throw new RobustaException(
          "an epoch of %s cannot start at batch %d; it has %d"
              .formatted(dataset.name(), first, batches()));
    }
    return new BatchStream(this, first, context.cancellation());
  }
}
