package robusta.kernel.cell;

import java.util.List;
import java.util.Optional;
import robusta.display.Rendering;

/** How a cell ended. */
public sealed interface Outcome {

  /**
   * It ran to its end.
   *
   * @param shown its last value; empty where there is none to show
   */
  record Value(Optional<Rendering> shown) implements Outcome {}

  /**
   * It failed or was interrupted.
   *
   * @param name the kind of failure, in one word, such as {@code "RobustaException"} or {@code
   *     "Interrupted"}
   * @param sentence what was wrong, in one sentence for the user
   * @param traceback the lines a user sees: the sentence, where in the cell, the user's own frames
   *     first
   */
  record Failure(String name, String sentence, List<String> traceback) implements Outcome {
    public Failure {
      traceback = List.copyOf(traceback);
    }
  }
}
