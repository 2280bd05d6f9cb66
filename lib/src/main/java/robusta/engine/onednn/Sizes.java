package robusta.engine.onednn;

import robusta.engine.Precision;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Shape;
import robusta.plan.Step;

/** How many bytes the values of a plan take for batches of some size. */
final class Sizes {
  static final int FLOAT = Float.BYTES;

  /** Channels that oneDNN's layouts keep together. */
  private static final int BLOCK = 8;

  private final Plan plan;
  private final int element;
  private final long batch;

  Sizes(Plan plan, Precision precision, int batch) {
    this.plan = plan;
    this.element = precision == Precision.BF16 ? 2 : FLOAT;
    this.batch = batch;
  }

  /** A value in the network's number format and oneDNN's layout. */
  long value(int value) {
    return element * count(value);
  }

  /** Numbers of a value, filled up to whole blocks of channels. */
  private long count(int value) {
    Shape shape = plan.shapes().get(value);
    boolean blocked = shape.height() * shape.width() > 1 && shape.channels() > 4;
    long channels = blocked ? (shape.channels() + BLOCK - 1) / BLOCK * BLOCK : shape.channels();
    return batch * channels * shape.height() * shape.width();
  }

  /** A value in float32 and row-major, at the border of the engine. */
  long border(int value) {
    return FLOAT * batch * plan.shapes().get(value).size();
  }

  /** What a max pooling remembers: where in its window each maximum was. */
  long workspace(Step.Pool pool) {
    if (pool.kind() != Step.Pooling.MAX) {
      return 0;
    }
    int window = pool.window().kernel()[0] * pool.window().kernel()[1];
    return count(pool.output()) * (window > 256 ? FLOAT : 1);
  }

  /** What a batch norm remembers of the ReLU behind it: a bit for each number. */
  long mask(int value) {
    return (count(value) + 7) / 8;
  }

  /** Weights in the network's number format. */
  long weights(Parameter weights) {
    return (long) element * weights.size();
  }

  /**
   * What operations at work on the weights' gradient need: some convolutions sum it up in a part
   * for each thread, dense layers don't.
   */
  long scratch() {
    long largest = 0;
    for (Step step : plan.steps()) {
      if (step instanceof Step.Conv conv) {
        largest = Math.max(largest, conv.weights().size());
      }
    }
    return FLOAT * largest * Runtime.getRuntime().availableProcessors();
  }
}
