package robusta.kernel.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.kernel.cell.Completeness;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Input;
import robusta.kernel.cell.Outcome;

/** An evaluator whose cells are Java: what a text does is told before. */
final class Cells implements Evaluator {
  private final Map<String, Work> works = new HashMap<>();
  final List<String> ran = new ArrayList<>();

  /** What goes on behind the cells until it is waited for. */
  Supplier<Outcome> behind = Cells::nothing;

  @FunctionalInterface
  interface Work {
    Outcome run(Output output, Input input);
  }

  Cells on(String code, Work work) {
    works.put(code, work);
    return this;
  }

  static Outcome nothing() {
    return new Outcome.Value(Optional.empty());
  }

  static Outcome text(String text) {
    return new Outcome.Value(Optional.of(Rendering.text(text)));
  }

  static Outcome failure(String name, String sentence) {
    return new Outcome.Failure(
        name, sentence, List.of("\u001b[31m" + sentence + "\u001b[0m", "at cell 2 line 1"));
  }

  @Override
  public Outcome evaluate(String code, Output output, Input input) {
    ran.add(code);
    return works.getOrDefault(code, (out, in) -> text(code)).run(output, input);
  }

  @Override
  public Outcome express(String expression) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome awaitBackgrounds() {
    return behind.get();
  }

  @Override
  public void interrupt() {}

  @Override
  public List<Completion> complete(String code, int cursor) {
    return List.of();
  }

  @Override
  public Optional<Rendering> inspect(String code, int cursor) {
    return Optional.empty();
  }

  @Override
  public Completeness completeness(String code) {
    return new Completeness.Complete();
  }

  @Override
  public void close() {}
}
