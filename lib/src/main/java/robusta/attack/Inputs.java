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
    if (images.channels() != model.channels()
        || images.height() != model.height()
        || images.width() != model.width()) {
      throw new RobustaException(
          "the images are %dx%dx%d but the model '%s' takes %dx%dx%d (channels x height x width)"
              .formatted(
                  images.channels(),
                  images.height(),
                  images.width(),
                  model.name(),
                  model.channels(),
                  model.height(),
                  model.width()));
    }
    images.requireValid();
  }
}
