package robusta.attack;

import robusta.run.RobustaException;

/** A loss is not a number: nor is something among the images, the weights or the objective. */
public final class NotANumberException extends RobustaException {
  private static final long serialVersionUID = 1L;

  NotANumberException(int image, int step) {
    super(
        "the loss of image %d is not a number at step %d; look for values that are not numbers in the images, the model's weights or the objective"
            .formatted(image, step));
  }
}
