package robusta.kernel.cell;

import java.nio.file.Path;
import java.util.Map;
import robusta.dsl.Workbench;

/** Where the front ends get what runs their cells. */
public final class Evaluators {
  private Evaluators() {}

  /** A new session of the language, with nothing in it; its files go to the working folder. */
  public static Evaluator open() {
    return open(Map.of());
  }

  /**
   * A new session of the language; its files go to the working folder.
   *
   * @param variables what its cells find by these names
   */
  public static Evaluator open(Map<String, ?> variables) {
    GroovyEvaluator evaluator =
        new GroovyEvaluator(new Workbench().folder(Path.of("")), new NotebookLooks());
    evaluator.language().variables().putAll(variables);
    return evaluator.warmed();
  }
}
