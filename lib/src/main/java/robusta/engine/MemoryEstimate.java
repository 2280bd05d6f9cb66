package robusta.engine;

/**
 * What running a network on batches of some size takes of the memory outside Java's heap, in bytes,
 * beside the model's own parameters. It is found from the plan: nothing is compiled or allocated.
 *
 * @param values what the network computes on the way, and the gradients of it; the sessions of an
 *     engine share this memory
 * @param weights copies of the weights in the layouts that the engine wants; their gradient
 * @param images the batch, its gradient and masks
 * @param scratch what single operations need while they run
 */
public record MemoryEstimate(long values, long weights, long images, long scratch) {

  /** All of it. */
  public long bytes() {
    return values + weights + images + scratch;
  }

  /** What one session takes and another one that takes turns with it. */
  public MemoryEstimate beside(MemoryEstimate other) {
    return new MemoryEstimate(
        Math.max(values, other.values),
        weights + other.weights,
        images + other.images,
        Math.max(scratch, other.scratch));
  }
}
