package robusta.data;

import robusta.run.Argument;
import robusta.run.RobustaException;

/** Makes images smaller and larger by whole factors. */
public final class Scaling {
  private Scaling() {}

  /**
   * Smaller images, whose pixels are the means of squares of {@code factor * factor} pixels.
   *
   * @throws RobustaException if the factor does not divide height and width
   */
  public static Images reduce(Images images, int factor) {
    Argument.atLeastOne("the factor", factor);
    if (images.height() % factor != 0 || images.width() % factor != 0) {
      throw new RobustaException(
          "images of %dx%d can't be reduced by %d; it does not divide both sides"
              .formatted(images.height(), images.width(), factor));
    }
    int height = images.height() / factor;
    int width = images.width() / factor;
    Images small = Images.zeros(images.count(), images.channels(), height, width);
    float share = 1f / (factor * factor);
    for (int i = 0; i < images.pixels().length; i++) {
      int x = i % images.width() / factor;
      int y = i / images.width() % images.height() / factor;
      int plane = i / (images.width() * images.height());
      small.pixels()[(plane * height + y) * width + x] += share * images.pixels()[i];
    }
    return small;
  }

  /**
   * Larger images by bicubic interpolation: the cubic convolution of R. Keys (1981) with a = -0.5,
   * as Pillow and torchvision (antialiased) compute it, clamped to [0, 1].
   */
  public static Images enlarge(Images images, int factor) {
    Argument.atLeastOne("the factor", factor);
    Images large =
        Resampling.resize(
            images,
            Resampling.whole(images),
            images.height() * factor,
            images.width() * factor,
            Resampling.Kernel.CUBIC);
    for (int i = 0; i < large.pixels().length; i++) {
      large.pixels()[i] = Math.min(1, Math.max(0, large.pixels()[i]));
    }
    return large;
  }
}
