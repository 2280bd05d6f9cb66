package robusta.represent;

/**
 * Losses during an optimisation, at some of its steps.
 *
 * @param steps the steps, ascending, from 0 (the start) to the last
 * @param losses {@code losses[k][i]}: the loss of example i at {@code steps[k]}; an example that
 *     stopped early keeps its last loss; NaN for one that was not begun when all was stopped
 */
public record LossCurve(int[] steps, float[][] losses) {

  /**
   * The loss of each example at the last of the steps.
   *
   * @param otherwise what to give for examples that were not begun
   */
  float[] latest(float... otherwise) {
    float[] seen = losses[losses.length - 1].clone();
    for (int i = 0; i < seen.length; i++) {
      if (Float.isNaN(seen[i])) {
        seen[i] = otherwise[i];
      }
    }
    return seen;
  }

  /** The mean over the examples that have a loss at each of the steps; NaN where none has. */
  public double[] means() {
    double[] means = new double[steps.length];
    for (int k = 0; k < steps.length; k++) {
      int known = 0;
      for (float loss : losses[k]) {
        if (!Float.isNaN(loss)) {
          means[k] += loss;
          known++;
        }
      }
      means[k] /= known;
    }
    return means;
  }
}
