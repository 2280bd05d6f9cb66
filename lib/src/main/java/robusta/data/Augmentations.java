package robusta.data;

import robusta.run.RobustaException;

/**
 * The augmentations of the field, with the meaning they have in torchvision's transforms. They work
 * on float pixels, which are not rounded to bytes between two of them, and change a batch in place.
 */
public final class Augmentations {
  private Augmentations() {}

  /** {@link #padCrop(int)} with the usual 4 pixels. */
  public static Augmentation padCrop() {
    return padCrop(4);
  }

  /**
   * Pads with black on every side, then crops back to the image's size at a random place.
   *
   * @param padding how many pixels are padded; 0 or more
   */
  public static Augmentation padCrop(int padding) {
    if (padding < 0) {
      throw new RobustaException("padCrop needs a padding of 0 or more pixels, not " + padding);
    }
    return new PadCrop(padding);
  }

  /** Mirrors half of the images left to right. */
  public static Augmentation flip() {
    return new Flip();
  }

  /**
   * Changes brightness, contrast and saturation, each by a factor drawn uniformly from [max(0, 1 -
   * x), 1 + x], in random order; pixels are clamped to [0, 1] after each. Grey images have no
   * saturation.
   *
   * @param brightness the x of the factor that multiplies the pixels; 0 or more
   * @param contrast the x of the factor that scales around the image's mean grey; 0 or more
   * @param saturation the x of the factor that scales around each pixel's grey; 0 or more
   */
  public static Augmentation colorJitter(double brightness, double contrast, double saturation) {
    for (double x : new double[] {brightness, contrast, saturation}) {
      if (!(x >= 0) || Double.isInfinite(x)) {
        throw new RobustaException("colorJitter needs strengths of 0 or more, not " + x);
      }
    }
    return new ColorJitter((float) brightness, (float) contrast, (float) saturation);
  }

  /**
   * Turns the image around its centre by an angle drawn uniformly from [-degrees, degrees]; each
   * pixel takes its nearest neighbour's value (torchvision's default), and what comes from outside
   * is black.
   *
   * @param degrees the largest angle, from 0 to 180
   */
  public static Augmentation rotation(double degrees) {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new RobustaException("rotation needs an angle from 0 to 180 degrees, not " + degrees);
    }
    return new RandomRotation(degrees);
  }

  /**
   * Crops a random part of 8% to 100% of the image's area with a ratio of its sides from 3/4 to
   * 4/3, and resizes it to the image's size (bilinear).
   */
  public static Augmentation resizedCrop() {
    return new ResizedCrop();
  }

  /**
   * Shifts the colours along the principal components of ImageNet's (Krizhevsky et al. 2012),
   * clamped to [0, 1]; grey images stay as they are.
   *
   * @param deviation standard deviation of each component's coefficient; 0 or more
   */
  public static Augmentation lighting(double deviation) {
    if (!(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new RobustaException("lighting needs a deviation of 0 or more, not " + deviation);
    }
    return new Lighting(deviation);
  }

  /**
   * The {@code robustness} library's recipe for CIFAR-10: crop with padding 4, flip, colour jitter
   * 0.25, rotation by up to 2 degrees.
   */
  public static Augmentation cifar() {
    return padCrop(4).then(flip()).then(colorJitter(.25, .25, .25)).then(rotation(2));
  }

  /** For Fashion-MNIST: crop with padding 2, flip. */
  public static Augmentation fashion() {
    return padCrop(2).then(flip());
  }

  /**
   * The {@code robustness} library's recipe for ImageNet: random resized crop, flip, colour jitter
   * 0.1, lighting 0.05.
   */
  public static Augmentation imageNet() {
    return resizedCrop().then(flip()).then(colorJitter(.1, .1, .1)).then(lighting(.05));
  }
}
