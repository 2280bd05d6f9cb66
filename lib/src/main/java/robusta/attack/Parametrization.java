package robusta.attack;

/** The variables that an optimisation moves, and the image in [0, 1] that they stand for. */
public interface Parametrization {

  /** The pixels themselves, kept in [0, 1] by clamping. */
  Parametrization PIXELS = new Pixels();

  /**
   * The full complex spectrum: image = sigmoid(real part of the orthonormal inverse FFT over height
   * and width). Each channel has {@code height * width} coefficients, stored as pairs of real and
   * imaginary part. From an image: the FFT of logit(image clipped to [0.001, 0.999]). The library's
   * {@code FourierStep}.
   */
  Parametrization FOURIER = new Fourier(false);

  /**
   * The spectrum with every coefficient scaled by 1 / frequency and, for RGB, colours rotated out
   * of the space in which natural images are uncorrelated (Olah, Mordvintsev, Schubert: Feature
   * Visualization, Distill 2017; constants of their library Lucid). Steps of one size then move all
   * frequencies alike.
   */
  Parametrization DECORRELATED_FOURIER = new Fourier(true);

  /** What reports call it. */
  String name();

  /** Makes this parametrization ready for images of a shape, at most {@code capacity} at once. */
  Space over(int channels, int height, int width, int capacity);

  /** The variables of images of one shape, with buffers. */
  interface Space {

    /** Variables per image. */
    int size();

    /** The variables that stand for these images. */
    void fromImages(float[] images, int count, float[] variables);

    /**
     * The images that variables stand for.
     *
     * @return {@code count} images or more, in an array of this object or the argument itself
     */
    float[] toImages(float[] variables, int count);

    /**
     * The gradient with respect to the variables of the latest {@link #toImages}.
     *
     * @param gradient with respect to the images it returned
     * @return {@code count * size()} values or more, in an array of this object or the argument
     */
    float[] gradient(float[] gradient, int count);

    /** Moves the variables {@code [from, to)} of one image to where they stand for an image. */
    void clamp(float[] variables, int from, int to);
  }
}
