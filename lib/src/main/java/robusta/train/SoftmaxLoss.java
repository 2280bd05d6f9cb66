package robusta.train;

/** The mean cross entropy of the softmax of a batch's logits, its gradient and the hits. */
final class SoftmaxLoss {
  private final int classes;
  private final float[] gradient;
  private double mean;
  private int hits;

  /**
   * A loss.
   *
   * @param capacity the largest batch
   */
  SoftmaxLoss(int classes, int capacity) {
    this.classes = classes;
    this.gradient = new float[capacity * classes];
  }

  /**
   * Computes everything for a batch.
   *
   * @param logits {@code count * classes} values
   */
  void evaluate(float[] logits, int[] labels, int count) {
    double total = 0;
    hits = 0;
    for (int i = 0; i < count; i++) {
      int from = i * classes;
      int largest = argmax(logits, from);
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        double e = Math.exp(logits[from + j] - logits[from + largest]);
        gradient[from + j] = (float) e;
        sum += e;
      }
      float scale = (float) (1 / (sum * count));
      for (int j = 0; j < classes; j++) {
        gradient[from + j] *= scale;
      }
      gradient[from + labels[i]] -= 1f / count;
      total += Math.log(sum) + logits[from + largest] - logits[from + labels[i]];
      hits += largest == labels[i] ? 1 : 0;
    }
    mean = total / count;
  }

  /** The mean loss in nats. */
  double mean() {
    return mean;
  }

  /** How many examples have their largest logit at their label. */
  int hits() {
    return hits;
  }

  /** The gradient of the mean with respect to the logits; valid until the next batch. */
  float[] gradient() {
    return gradient;
  }

  private int argmax(float[] logits, int from) {
    int best = 0;
    for (int j = 1; j < classes; j++) {
      if (logits[from + j] > logits[from + best]) {
        best = j;
      }
    }
    return best;
  }
}
