package robusta.plan;

/**
 * Where one parameter of a layer lies in the graph's flattened parameters, and likewise its
 * gradient in the flattened gradient view.
 *
 * @param offset index of its first element
 * @param shape its logical shape as a step wants it, such as out x in x height x width
 * @param strides the distance in elements between neighbours along each axis
 */
public record Parameter(long offset, long[] shape, long[] strides) {

  /** How many numbers it holds. */
  public int size() {
    long size = 1;
    for (long extent : shape) {
      size *= extent;
    }
    return Math.toIntExact(size);
  }

  /** Some of its slices along the first axis. */
  public Parameter rows(int from, int count) {
    long[] part = shape.clone();
    part[0] = count;
    return new Parameter(offset + from * strides[0], part, strides);
  }

  /** Whether its elements lie in memory in logical order without gaps. */
  public boolean contiguous() {
    long expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }
}
