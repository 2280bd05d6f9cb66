package robusta.dsl;

import java.util.List;
import robusta.data.Dataset;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.run.RunContext;
import robusta.train.EvaluationResult;
import tech.tablesaw.api.Table;

/** {@code compare(standard, robust).on(data.test).eps(0, 0.25, 0.5)}. */
public final class CompareSentence extends Sentence<CompareSentence, EvaluationResult> {
  private final List<Network> networks;

  CompareSentence(Bound bound, List<Network> networks) {
    super(bound);
    this.networks = List.copyOf(networks);
  }

  @Override
  CompareSentence copy(Bound other) {
    return new CompareSentence(other, networks);
  }

  /** The images to measure on. */
  public CompareSentence on(Dataset data) {
    return set("on", data);
  }

  /** The radii of the attacks; 0 is no attack. */
  public CompareSentence eps(double... radii) {
    return set("eps", radii);
  }

  /** What eps measures: L2 or Linf. */
  public CompareSentence norm(String name) {
    return set("norm", name);
  }

  /** Steps of the attack. */
  public CompareSentence steps(int number) {
    return set("steps", number);
  }

  /** How far an image moves in one step. */
  public CompareSentence stepSize(double size) {
    return set("stepSize", size);
  }

  /** How often the attack begins anew. */
  public CompareSentence restarts(int number) {
    return set("restarts", number);
  }

  /** Looks at so many of the images only. */
  public CompareSentence first(int images) {
    return set("first", images);
  }

  /** How many images at most to treat at once. */
  public CompareSentence batch(int images) {
    return set("batch", images);
  }

  @Override
  EvaluationResult run(RunContext context) {
    return Network.measure(bench(), networks, arguments(), context.seed());
  }

  /** One row per network, one column of accuracies per eps. */
  @Override
  public Table getTable() {
    return Accuracies.byModel(get());
  }

  /** The accuracies as bars. */
  @Override
  public Figure getFigure() {
    return Figures.of(get());
  }

  /** A comparison is read as a table. */
  @Override
  Object shown() {
    return getTable();
  }
}
