package robusta.dsl;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.InversionFigures;
import robusta.represent.Inversion;
import robusta.represent.InversionResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code invert(targets).from(sources).within(2.0).steps(1000).with(network)}. */
public final class InvertSentence extends InversionSentence<InvertSentence, InversionResult> {

  InvertSentence(Bound bound, Object targets) {
    super(bound, targets);
  }

  @Override
  InvertSentence copy(Bound other) {
    return new InvertSentence(other, targets());
  }

  /** How far in L2 a result may be from its source. */
  public InvertSentence within(double radius) {
    return set("within", radius);
  }

  /** The same within several radii: how near does the representation come within each? */
  public BudgetSentence within(double first, double second, double... more) {
    return new BudgetSentence(
        bound(),
        targets(),
        DoubleStream.concat(DoubleStream.of(first, second), DoubleStream.of(more)).toArray());
  }

  /** The same within several radii. */
  public BudgetSentence within(List<? extends Number> radii) {
    return new BudgetSentence(bound(), targets(), numbers(radii));
  }

  /** How many images on the way to keep for a filmstrip. */
  public InvertSentence snapshots(int number) {
    return set("snapshots", number);
  }

  /** After how many steps to keep the images for a filmstrip. */
  public InvertSentence snapshots(List<Integer> steps) {
    return set("snapshots", steps);
  }

  @Override
  InversionResult run(RunContext context) {
    Inversion inversion = film(inversion());
    arguments().get("within").ifPresent(radius -> inversion.within((Double) radius));
    return inversion.run(context);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "invert");
  }

  @Override
  public Figure getFigure() {
    return figure(Map.of(network().getName(), get()));
  }

  /** A filmstrip where there are images on the way. */
  static Figure figure(Map<String, InversionResult> results) {
    return results.values().stream().allMatch(result -> result.snapshots().isEmpty())
        ? Figures.inversions(results)
        : InversionFigures.filmstrips(results);
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }

  @Override
  public Table getSummary() {
    return Summaries.of(network().getName(), get());
  }
}
