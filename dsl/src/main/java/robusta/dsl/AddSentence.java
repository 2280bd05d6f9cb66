package robusta.dsl;

import java.util.List;
import java.util.Map;
import robusta.figure.FeatureFigures;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.FeatureAddition;
import robusta.represent.VisualizationResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code add(feature: 42).to(images)}; with {@code .steps(800)} the form of fixed steps. */
public final class AddSentence extends OptimizeSentence<AddSentence, VisualizationResult> {

  AddSentence(Bound bound) {
    super(bound);
  }

  @Override
  AddSentence copy(Bound other) {
    return new AddSentence(other);
  }

  /** Which coordinates of the representation to add, each to every image on its own. */
  public AddSentence feature(int... indices) {
    return set("feature", indices);
  }

  /** The images to add them to. */
  public AddSentence to(Object images) {
    return set("to", images);
  }

  /** How many images on the way to keep for a filmstrip. */
  public AddSentence snapshots(int number) {
    return set("snapshots", number);
  }

  /** After how many steps to keep the images for a filmstrip. */
  public AddSentence snapshots(List<Integer> steps) {
    return set("snapshots", steps);
  }

  @Override
  VisualizationResult run(RunContext context) {
    Arguments given = arguments();
    given.required("to");
    FeatureAddition addition =
        configure(
            FeatureAddition.on(network().model(), bench().engine())
                .features((int[]) given.required("feature"))
                .to(imagesOf("to")),
            originOf("to"));
    given.get("steps").ifPresent(number -> addition.fixedSteps((Integer) number));
    return film(addition).run(context);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "add");
  }

  @Override
  public Figure getFigure() {
    return figure(Map.of(network().getName(), get()));
  }

  /** A filmstrip where there are images on the way. */
  static Figure figure(Map<String, VisualizationResult> results) {
    return results.values().stream().allMatch(result -> result.snapshots().isEmpty())
        ? Figures.visualizations(results)
        : FeatureFigures.filmstrips(results);
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }

  @Override
  public Table getSummary() {
    return Summaries.addition(network().getName(), get());
  }
}
