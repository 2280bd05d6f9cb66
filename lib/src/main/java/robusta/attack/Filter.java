package robusta.attack;

/**
 * Smooths pictures, one after another: what a {@link Pgd} may do to the gradient before each step
 * and to the image after some of them. Unlike a {@link Transform} it is no part of what is
 * differentiated. These are the processed gradients and outputs of the literature on visualising
 * standard networks: A. Øygard, Visualizing GoogLeNet classes, 2015 (blur); M. Tyka, Class
 * visualization with bilateral filters, 2016.
 */
public sealed interface Filter
    permits Filter.None, GaussianFilter, BilateralFilter, Filter.Sequence {

  /** Leaves pictures as they are. */
  Filter NONE = new None();

  /**
   * The mean of the neighbours, weighted by a Gaussian; at the border of those that exist.
   *
   * @param deviation of the Gaussian in pixels, 0 or more; 0 changes nothing
   */
  static Filter gaussian(double deviation) {
    return new GaussianFilter(deviation);
  }

  /**
   * The mean of the neighbours of a similar colour, which keeps edges: C. Tomasi, R. Manduchi,
   * Bilateral filtering for gray and color images, ICCV 1998.
   *
   * @param deviation of the Gaussian of the distance in pixels, 0 or more; 0 changes nothing
   * @param range deviation of the Gaussian of the difference in colour (Euclidean over the
   *     channels, which run from 0 to 1); above 0
   */
  static Filter bilateral(double deviation, double range) {
    return new BilateralFilter(deviation, range);
  }

  /** This filter, then another. */
  default Filter then(Filter next) {
    return this == NONE ? next : next == NONE ? this : new Sequence(this, next);
  }

  /** Makes this filter ready for pictures of a shape. */
  Bound bind(int channels, int height, int width);

  /** A filter with its buffers. */
  @FunctionalInterface
  interface Bound {

    /**
     * Smooths one picture in place.
     *
     * @param pixels holds it from index {@code at}
     */
    void apply(float[] pixels, int at);
  }

  /** See {@link #NONE}. */
  record None() implements Filter {
    @Override
    public Bound bind(int channels, int height, int width) {
      return (pixels, at) -> {};
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /** See {@link #then}. */
  record Sequence(Filter first, Filter second) implements Filter {
    @Override
    public Bound bind(int channels, int height, int width) {
      Bound one = first.bind(channels, height, width);
      Bound other = second.bind(channels, height, width);
      return (pixels, at) -> {
        one.apply(pixels, at);
        other.apply(pixels, at);
      };
    }

    @Override
    public String toString() {
      return first + ", " + second;
    }
  }
}
