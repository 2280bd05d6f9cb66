package robusta.dsl;

import java.util.Map;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.Interpolation;
import robusta.represent.InterpolationResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code interpolate(a, b).frames(10)}. */
public final class InterpolateSentence
    extends OptimizeSentence<InterpolateSentence, InterpolationResult> {
  private final Object from;
  private final Object to;

  InterpolateSentence(Bound bound, Object from, Object to) {
    super(bound);
    this.from = from;
    this.to = to;
  }

  @Override
  InterpolateSentence copy(Bound other) {
    return new InterpolateSentence(other, from, to);
  }

  /** How many images from one end to the other, both included. */
  public InterpolateSentence frames(int number) {
    return set("frames", number);
  }

  /** A network that took no part says what it sees on the way. */
  public InterpolateSentence judge(Network network) {
    return set("judge", network);
  }

  @Override
  InterpolationResult run(RunContext context) {
    Pictures a = Pictures.from(from);
    Pictures b = Pictures.from(to);
    Interpolation interpolation =
        configure(
            Interpolation.on(network().model(), bench().engine()).between(a.images(), b.images()),
            a.plus(b).getOrigin());
    arguments().get("frames").ifPresent(number -> interpolation.frames((Integer) number));
    arguments().get("judge").ifPresent(judge -> interpolation.judge(((Network) judge).model()));
    return interpolation.run(context);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "interpolate");
  }

  @Override
  public Figure getFigure() {
    return Figures.interpolations(Map.of(network().getName(), get()));
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }

  /** One row per frame, over all pairs. */
  @Override
  public Table getSummary() {
    return Summaries.of(network().getName(), get());
  }
}
