package robusta.train;

/** What of a network a training changes. */
public enum Part {
  /** All of it. */
  WHOLE(3),

  /**
   * The last dense layer alone, on the representation that the body gives as in eval mode: batch
   * norm with its running statistics, no dropout. The body stays as it is, bit for bit, and no
   * gradient is computed for its weights.
   */
  HEAD(1);

  private final int passes;

  Part(int passes) {
    this.passes = passes;
  }

  /**
   * How often a step goes through the network: forward, and backward for values and for weights.
   */
  int passes() {
    return passes;
  }
}
