package robusta.kernel.cell;

import java.util.List;
import java.util.Optional;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;

/**
 * Runs the cells of one session. {@link #evaluate}, {@link #express} and {@link #awaitBackgrounds}
 * are called from one thread, one at a time; everything else from any thread, also while a cell
 * runs.
 */
public interface Evaluator extends AutoCloseable {

  /**
   * Runs a cell, magics too, on a thread of the evaluator's, and waits for its end. Never throws:
   * whatever the cell throws, {@link StackOverflowError}, {@link OutOfMemoryError} and {@link
   * ThreadDeath} too, is an outcome.
   *
   * @param output where its prints and pictures go, also those of threads that it leaves behind
   * @param input who answers when it asks
   */
  Outcome evaluate(String code, Output output, Input input);

  /** The value of an expression, for a front end's own use; it leaves no trace in the session. */
  Outcome express(String expression);

  /**
   * Waits for what cells left running in the background, as if a cell waited. Called like {@link
   * #evaluate}; {@link #interrupt} ends it.
   *
   * @return a failure where some of it failed
   */
  Outcome awaitBackgrounds();

  /**
   * Asks the cell that runs to stop, and sees to it that it does within two seconds where the
   * machine lets it; without one, does nothing.
   */
  void interrupt();

  /**
   * What may be written at the cursor, best first.
   *
   * @param cursor position in {@code code}, in UTF-16 units
   */
  List<Completion> complete(String code, int cursor);

  /** What is known of the word at the cursor: a verb's help, a variable's type and value. */
  Optional<Rendering> inspect(String code, int cursor);

  /** Whether the text can be run as it is. */
  Completeness completeness(String code);

  /** Ends what runs in the background and gives back what the session holds. */
  @Override
  void close();
}
