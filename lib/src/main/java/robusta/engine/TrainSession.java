package robusta.engine;

import robusta.run.Cancellation;

/**
 * A network being trained: each {@link #forward} reads the model's current parameters and moves its
 * running statistics (PyTorch's rule: the unbiased variance), each {@link #backward} fills the
 * graph's flattened gradient view ({@code model.graph().getFlattenedGradients()}), in the layout of
 * {@code model.graph().params()}. Entries that are running statistics are zero when the session
 * opens and are never written.
 */
public interface TrainSession extends AutoCloseable {

  /**
   * Runs the network with batch statistics.
   *
   * @param images {@code count * channels * height * width} pixels; the array may be longer
   * @param count how many images, at least 1
   * @param dropoutSeed decides the dropout masks of this pass
   * @param logits receives {@code count * classes} values
   */
  void forward(float[] images, int count, long dropoutSeed, float[] logits);

  /**
   * Computes the parameter gradient for the latest {@link #forward}.
   *
   * @param logitsGradient {@code count * classes} values: the gradient of the loss (usually a batch
   *     mean) with respect to the logits
   */
  void backward(float[] logitsGradient);

  /**
   * Lets {@code cancellation} stop a {@link #forward} or {@link #backward} between two layers. A
   * pass stopped in its middle may have moved some running statistics.
   */
  void cancelWith(Cancellation cancellation);

  @Override
  void close();
}
