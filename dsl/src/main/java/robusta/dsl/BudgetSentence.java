package robusta.dsl;

import java.util.Map;
import robusta.figure.Figure;
import robusta.figure.InversionFigures;
import robusta.represent.Budgets;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code invert(targets).from(sources).within(0.5, 1, 2)}: one inversion per radius. */
public final class BudgetSentence extends InversionSentence<BudgetSentence, Budgets> {
  private final double[] radii;

  BudgetSentence(Bound bound, Object targets, double... radii) {
    super(bound, targets);
    this.radii = radii.clone();
    if (radii.length == 0) {
      throw new RobustaException("within needs at least one radius, as in within(0.5, 1, 2)");
    }
    if (bound.arguments().has("snapshots")) {
      throw new RobustaException("snapshots go with one radius; leave them out, or give one");
    }
    for (double radius : radii) {
      bound.arguments().verb().check("within", radius);
    }
  }

  @Override
  BudgetSentence copy(Bound other) {
    return new BudgetSentence(other, targets(), radii);
  }

  @Override
  Budgets run(RunContext context) {
    return inversion().run(context, radii);
  }

  /** Every image, radius by radius. */
  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "invert");
  }

  /** The curve of distances over radii. */
  @Override
  public Figure getFigure() {
    return InversionFigures.budgetCurves(Map.of(network().getName(), get()));
  }

  /** The images, a row per radius. */
  public Figure getGrid() {
    return InversionFigures.budgets(Map.of(network().getName(), get()));
  }

  /** One row per radius. */
  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }
}
