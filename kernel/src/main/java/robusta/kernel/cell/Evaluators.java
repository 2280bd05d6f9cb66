package robusta.kernel.cell;

import java.nio.file.Path;
import robusta.dsl.Workbench;

/** Where the front ends get what runs their cells. */
public final class Evaluators {
  private Evaluators() {}

  /** A new session of the language, with nothing in it; its files go to the working folder. */
  public static Evaluator open() {
    return new GroovyEvaluator(new Workbench().folder(Path.of("")), new NotebookLooks()).warmed();
  }
}
