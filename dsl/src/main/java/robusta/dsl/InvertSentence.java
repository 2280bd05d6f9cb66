package robusta.dsl;

import java.util.Map;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.Inversion;
import robusta.represent.InversionResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code invert(targets).from(sources).within(2.0).steps(1000).with(network)}. */
public final class InvertSentence extends OptimizeSentence<InvertSentence, InversionResult> {
  private final Object targets;

  InvertSentence(Bound bound, Object targets) {
    super(bound);
    this.targets = targets;
  }

  @Override
  InvertSentence copy(Bound other) {
    return new InvertSentence(other, targets);
  }

  /** Where to begin: one image for all targets or one per target. */
  public InvertSentence from(Object sources) {
    return set("from", sources);
  }

  /** How far in L2 a result may be from its source. */
  public InvertSentence within(double radius) {
    return set("within", radius);
  }

  @Override
  InversionResult run(RunContext context) {
    Pictures wanted = Pictures.from(targets);
    Inversion inversion =
        configure(
            Inversion.on(network().model(), bench().engine()).targets(wanted.images()),
            wanted.getOrigin());
    if (arguments().has("from")) {
      inversion.from(imagesOf("from"));
    }
    arguments().get("within").ifPresent(radius -> inversion.within((Double) radius));
    return inversion.run(context);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "invert");
  }

  @Override
  public Figure getFigure() {
    return Figures.inversions(Map.of(network().getName(), get()));
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }
}
