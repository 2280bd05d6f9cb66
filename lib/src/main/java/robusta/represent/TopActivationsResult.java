package robusta.represent;

import robusta.data.Images;
import robusta.run.Recipe;

/**
 * The images of a dataset at both ends of one feature.
 *
 * @param feature the coordinate of the representation
 * @param top where it is largest, largest first
 * @param bottom where it is smallest, smallest first
 * @param recipe how the result came about
 */
public record TopActivationsResult(int feature, Ranking top, Ranking bottom, Recipe recipe) {

  /**
   * Images in the order of their activation.
   *
   * @param indices which images of the dataset
   * @param activations R(x)_i of each
   * @param images the images themselves
   * @param labels their classes
   */
  public record Ranking(int[] indices, float[] activations, Images images, int[] labels) {}
}
