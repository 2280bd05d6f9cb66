package robusta.kernel.cell;

/** Where the front ends get what runs their cells. */
public final class Evaluators {
  private Evaluators() {}

  /** A new session of the language, with nothing in it. */
  public static Evaluator open() {
    return new LanguageEvaluator();
  }
}
