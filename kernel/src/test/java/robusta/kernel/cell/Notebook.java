package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.Consumer;
import robusta.display.Rendering;
import robusta.dsl.Workbench;
import robusta.run.RobustaException;

/** An evaluator with what a test asks of it. */
final class Notebook implements AutoCloseable {
  final PlainLooks looks = new PlainLooks();
  final GroovyEvaluator evaluator = new GroovyEvaluator(new Workbench(), looks);
  Recorded output = new Recorded();
  Input input =
      (prompt, password) -> {
        throw new RobustaException("nobody can answer here");
      };

  /** Runs a cell with an output of its own. */
  Outcome run(String code) {
    output = new Recorded();
    return evaluator.evaluate(code, output, input);
  }

  /** What a cell shows as its value; empty where it shows none. */
  String value(String code) {
    Outcome outcome = run(code);
    if (outcome instanceof Outcome.Value value) {
      return value.shown().map(Rendering::plain).orElse("");
    }
    return fail(code + ": " + outcome);
  }

  /** How a cell fails. */
  Outcome.Failure failure(String code) {
    Outcome outcome = run(code);
    return outcome instanceof Outcome.Failure failure ? failure : fail(code + ": " + outcome);
  }

  /** Runs a cell and does something a moment after it said that it began. */
  Outcome interrupted(String code, Consumer<GroovyEvaluator> action) {
    output = new Recorded();
    Recorded watched = output;
    Thread interrupting =
        new Thread(
            () -> {
              try {
                while (!watched.out().contains("begun")) {
                  Thread.sleep(10);
                }
                Thread.sleep(100);
              } catch (InterruptedException e) {
                return;
              }
              action.accept(evaluator);
            });
    interrupting.start();
    try {
      return evaluator.evaluate(code, watched, input);
    } finally {
      interrupting.interrupt();
    }
  }

  @Override
  public void close() {
    evaluator.close();
  }
}
