package robusta.kernel.cell;

/** The person who may be asked for a line while a cell runs. */
@FunctionalInterface
public interface Input {

  /**
   * Asks, and waits for the answer.
   *
   * @param prompt what is asked; may be empty
   * @param password whether the answer must not be seen
   * @return the answer, without the end of its line
   * @throws robusta.run.RobustaException if nobody can answer here
   * @throws robusta.run.CancelledException if the cell is interrupted meanwhile
   */
  String read(String prompt, boolean password);
}
