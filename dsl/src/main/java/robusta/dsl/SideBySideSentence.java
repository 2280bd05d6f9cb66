package robusta.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.SynthesisFigures;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.SynthesisResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/**
 * {@code sideBySide(a, b)}: what several networks made of the same, in one figure and one table.
 */
public final class SideBySideSentence extends Sentence<SideBySideSentence, Map<String, Object>> {
  private final List<Sentence<?, ?>> parts;

  SideBySideSentence(Bound bound, List<Sentence<?, ?>> parts) {
    super(bound);
    this.parts = List.copyOf(parts);
    for (Sentence<?, ?> part : parts) {
      if (part.getClass() != parts.get(0).getClass() || !drawable(part)) {
        throw new RobustaException(
            "sideBySide takes sentences of one kind (such as invert, visualize or generate), not "
                + String.join(
                    " and ", parts.stream().map(p -> p.arguments().verb().name()).toList()));
      }
    }
  }

  private static boolean drawable(Sentence<?, ?> part) {
    return part instanceof InvertSentence
        || part instanceof InterpolateSentence
        || part instanceof VisualizeSentence
        || part instanceof AddSentence
        || part instanceof SynthesisSentence<?>;
  }

  @Override
  SideBySideSentence copy(Bound other) {
    return new SideBySideSentence(other, parts);
  }

  /** The results by the names of their networks. */
  @Override
  Map<String, Object> run(RunContext context) {
    Map<String, Object> results = new LinkedHashMap<>();
    for (Sentence<?, ?> part : parts) {
      String name = part.network().getName();
      String unique = name;
      for (int i = 2; results.containsKey(unique); i++) {
        unique = name + " (" + i + ")";
      }
      results.put(unique, part.get());
    }
    return results;
  }

  @Override
  public Figure getFigure() {
    Object first = get().values().iterator().next();
    if (first instanceof InversionResult) {
      return Figures.inversions(all(InversionResult.class));
    }
    if (first instanceof InterpolationResult) {
      return Figures.interpolations(all(InterpolationResult.class));
    }
    if (first instanceof SynthesisResult) {
      return SynthesisFigures.of(all(SynthesisResult.class), parts.get(0).network().getClasses());
    }
    return Figures.visualizations(all(VisualizationResult.class));
  }

  private <T> Map<String, T> all(Class<T> type) {
    Map<String, T> all = new LinkedHashMap<>();
    get().forEach((name, result) -> all.put(name, type.cast(result)));
    return all;
  }

  @Override
  public Table getTable() {
    return together(Sentence::getTable);
  }

  @Override
  public Table getSummary() {
    return together(Sentence::getSummary);
  }

  private Table together(Function<Sentence<?, ?>, Table> numbers) {
    get();
    Table all = null;
    for (Sentence<?, ?> part : parts) {
      Table one = numbers.apply(part);
      all = all == null ? one.copy() : all.append(one);
    }
    return all;
  }
}
