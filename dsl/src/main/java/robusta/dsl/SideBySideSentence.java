package robusta.dsl;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import robusta.figure.FeatureFigures;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.ImageGrid;
import robusta.figure.InversionFigures;
import robusta.figure.SynthesisFigures;
import robusta.represent.Budgets;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.PairsResult;
import robusta.represent.SynthesisResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.StringColumn;
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
            "sideBySide takes sentences of one kind (such as invert, visualize, topActivating or generate), not "
                + String.join(
                    " and ", parts.stream().map(p -> p.arguments().verb().name()).toList()));
      }
    }
  }

  private static boolean drawable(Sentence<?, ?> part) {
    return part instanceof InversionSentence
        || part instanceof InterpolateSentence
        || part instanceof VisualizeSentence
        || part instanceof AddSentence
        || part instanceof ActivatingSentence
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
    Map<String, Object> results = get();
    if (parts.get(0) instanceof ActivatingSentence) {
      Map<String, ImageGrid> grids = new LinkedHashMap<>();
      Iterator<Sentence<?, ?>> each = parts.iterator();
      results.keySet().forEach(name -> grids.put(name, (ImageGrid) each.next().getFigure()));
      return FeatureFigures.together(grids);
    }
    Object first = results.values().iterator().next();
    if (first instanceof InversionResult) {
      return InvertSentence.figure(all(InversionResult.class));
    }
    if (first instanceof Budgets) {
      return InversionFigures.budgetCurves(all(Budgets.class));
    }
    if (first instanceof PairsResult) {
      return InversionFigures.pairs(all(PairsResult.class));
    }
    if (first instanceof InterpolationResult) {
      return Figures.interpolations(all(InterpolationResult.class));
    }
    if (first instanceof SynthesisResult) {
      return SynthesisFigures.of(all(SynthesisResult.class), classes());
    }
    return parts.get(0) instanceof AddSentence
        ? AddSentence.figure(all(VisualizationResult.class))
        : Figures.visualizations(all(VisualizationResult.class));
  }

  /**
   * The images of inversions within several radii, whose figure is a curve.
   *
   * @throws RobustaException if these are other sentences
   */
  public Figure getGrid() {
    if (!(parts.get(0) instanceof BudgetSentence)) {
      throw new RobustaException(
          "only inversions within several radii have a grid beside their figure; write .figure");
    }
    get();
    return InversionFigures.budgets(all(Budgets.class));
  }

  /** The classes of all networks. */
  private List<String> classes() {
    List<List<String>> each = parts.stream().map(p -> p.network().getClasses()).distinct().toList();
    if (each.size() > 1) {
      throw new RobustaException(
          "these networks tell other classes apart (%s; %s), so there is no figure of both; show each on its own"
              .formatted(String.join(", ", each.get(0)), String.join(", ", each.get(1))));
    }
    return each.get(0);
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
    Iterator<String> names = get().keySet().iterator();
    Table all = null;
    for (Sentence<?, ?> part : parts) {
      Table one = named(names.next(), numbers.apply(part));
      if (all != null && !all.columnNames().equals(one.columnNames())) {
        throw new RobustaException(
            "these sentences do not measure the same, so they have no table together (%s; %s); give all of them the same options, such as judge"
                .formatted(
                    String.join(", ", all.columnNames()), String.join(", ", one.columnNames())));
      }
      all = all == null ? one : all.append(one);
    }
    return all;
  }

  /** A copy whose rows have the name that the figure has, where a network comes twice. */
  private static Table named(String name, Table table) {
    return table
        .copy()
        .replaceColumn(
            "network", StringColumn.create("network", Collections.nCopies(table.rowCount(), name)));
  }
}
