package robusta.plan;

/**
 * The size of one example of a value. A vector of n numbers is n x 1 x 1.
 *
 * @param channels feature maps, or the length of a vector
 * @param height rows
 * @param width columns
 */
public record Shape(int channels, int height, int width) {

  /** A vector. */
  public static Shape vector(int length) {
    return new Shape(length, 1, 1);
  }

  /** Values per example. */
  public int size() {
    return channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
