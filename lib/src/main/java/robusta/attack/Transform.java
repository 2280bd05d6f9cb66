package robusta.attack;

import java.util.SplittableRandom;

/**
 * What happens to an image before the network sees it, drawn anew for every example and step: the
 * regularisation that standard networks need before their features can be seen (Olah et al. 2017).
 * Every transform is linear in the pixels, so that its gradient is its adjoint.
 */
public interface Transform {

  /** Leaves images as they are. */
  Transform IDENTITY = new Identity();

  /**
   * Shifts an image by a random whole number of pixels in both directions; what leaves on one side
   * enters on the other, as in DeepDream.
   *
   * @param pixels the largest shift; 0 or more
   */
  static Transform jitter(int pixels) {
    return new Jitter(pixels);
  }

  /**
   * Turns an image around its centre by a random angle, with bilinear sampling; corners that come
   * from outside repeat the border.
   *
   * @param degrees the largest angle in either direction; 0 or more
   */
  static Transform rotation(double degrees) {
    return new Rotation(degrees);
  }

  /** This transform, then another. */
  default Transform then(Transform next) {
    return new Chain(this, next);
  }

  /** Makes this transform ready for images of a shape, at most {@code capacity} at once. */
  Bound bind(int channels, int height, int width, int capacity);

  /** A transform with its buffers. The arrays that it returns are its own or its argument. */
  interface Bound {

    /**
     * Decides the next transform of each example.
     *
     * @param randoms one stream per example
     */
    void draw(SplittableRandom[] randoms, int count);

    /** The transformed images. */
    float[] apply(float[] images, int count);

    /** The gradient with respect to what {@link #apply} took, given that for what it returned. */
    float[] adjoint(float[] gradient, int count);
  }
}
