package robusta.model.torch;

/** Puts the numbers of a strided view in the order of its shape. */
final class Strides {
  private Strides() {}

  /**
   * The numbers row by row.
   *
   * @param numbers from the view's first to its last one
   * @param strides how far the next number along each axis is
   */
  static float[] inOrder(float[] numbers, long[] shape, long[] strides) {
    if (numbers.length == 0 || isRowByRow(shape, strides)) {
      return numbers;
    }
    int count = 1;
    for (long extent : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(extent));
    }
    float[] ordered = new float[count];
    int[] index = new int[shape.length];
    long at = 0;
    for (int i = 0; i < count; i++) {
      ordered[i] = numbers[(int) at];
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        at -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return ordered;
  }

  private static boolean isRowByRow(long[] shape, long[] strides) {
    long next = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != next) {
        return false;
      }
      next *= shape[axis];
    }
    return true;
  }
}
