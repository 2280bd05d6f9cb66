package robusta.represent;

/**
 * Losses during an optimisation, at some of its steps.
 *
 * @param steps the steps, ascending, from 0 (the start) to the last
 * @param losses {@code losses[k][i]}: the loss of example i at {@code steps[k]}; an example that
 *     stopped early keeps its last loss
 */
public record LossCurve(int[] steps, float[][] losses) {

  /** The mean over the examples at each of the steps. */
  public double[] means() {
    double[] means = new double[steps.length];
    for (int k = 0; k < steps.length; k++) {
      for (float loss : losses[k]) {
        means[k] += loss / losses[k].length;
      }
    }
    return means;
  }
}
