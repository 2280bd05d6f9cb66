package robusta.plan;

/**
 * How a convolution or a pooling slides over an image; every pair is (vertical, horizontal).
 *
 * @param kernel extent of the window in elements
 * @param stride distance between neighbouring windows
 * @param dilation distance between neighbouring elements of a window; 1 for a dense one
 * @param before padding above and to the left
 * @param after padding below and to the right
 */
public record Window(int[] kernel, int[] stride, int[] dilation, int[] before, int[] after) {

  /**
   * Output extent along an axis (0 vertical, 1 horizontal) for an input extent; below 1 where the
   * window is larger than the padded image.
   */
  public int output(int axis, int input) {
    int reach = dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.floorDiv(input + before[axis] + after[axis] - reach, stride[axis]) + 1;
  }
}
