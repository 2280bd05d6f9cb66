package robusta.attack;

import robusta.data.Images;
import robusta.model.Model;
import robusta.run.RobustaException;

/** Checks on images before a long computation begins. */
public final class Inputs {
  private Inputs() {}

  /**
   * Returns normally when a model can take these images.
   *
   * @throws RobustaException if there are none, if their channels or size are not the model's, or
   *     if a pixel is not a number in [0, 1]
   */
  public static void requireFit(Images images, Model model) {
    if (images.count() == 0) {
      throw new RobustaException("there are no images; give at least one");
    }
    model.requireImages(images);
    images.requireValid();
  }
}
