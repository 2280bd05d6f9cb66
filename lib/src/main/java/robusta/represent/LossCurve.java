package robusta.represent;

/**
 * Losses during an optimisation, at some of its steps.
 *
 * @param steps the steps, ascending, from 0 (the start) to the last
 * @param losses {@code losses[k][i]}: the loss of example i at {@code steps[k]}; an example that
 *     stopped early keeps its last loss; NaN for one that was not begun when all was stopped
 */
public record LossCurve(int[] steps, float[][] losses) {

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
