package robusta.model;

import java.util.Set;

/** Named arrays of numbers in an open file. */
public interface Tensors extends AutoCloseable {

  /** The names of the tensors, in the file's order. */
  Set<String> names();

  /**
   * The shape of a tensor; a scalar has none.
   *
   * @throws robusta.run.RobustaException if there is no such tensor
   */
  long[] shape(String name);

  /**
   * The numbers of a tensor, row by row, whatever its type, as floats.
   *
   * @throws robusta.run.RobustaException if there is no such tensor, its type is not a
   *     floating-point one, or the file can't be read
   */
  float[] floats(String name);

  /** How many numbers the file really holds; those that several tensors share count once. */
  long stored();

  @Override
  void close();
}
