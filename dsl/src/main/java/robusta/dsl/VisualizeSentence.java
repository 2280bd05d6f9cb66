package robusta.dsl;

import java.util.Map;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.Visualization;
import robusta.represent.VisualizationResult;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

/** {@code visualize(feature: 42).from(noise(4)).jitter(8).rotate(10)}. */
public final class VisualizeSentence
    extends OptimizeSentence<VisualizeSentence, VisualizationResult> {

  VisualizeSentence(Bound bound) {
    super(bound);
  }

  @Override
  VisualizeSentence copy(Bound other) {
    return new VisualizeSentence(other);
  }

  /** Which coordinates of the representation to raise, each in images of its own. */
  public VisualizeSentence feature(int... indices) {
    return set("feature", indices);
  }

  /** Where to begin; every feature begins at each of them. */
  public VisualizeSentence from(Object sources) {
    return set("from", sources);
  }

  /** How far in L2 a result may be from its source. */
  public VisualizeSentence within(double radius) {
    return set("within", radius);
  }

  /** Shifts the image by up to so many pixels before each step. */
  public VisualizeSentence jitter(int pixels) {
    return set("jitter", pixels);
  }

  /** Turns the image by up to so many degrees before each step. */
  public VisualizeSentence rotate(double degrees) {
    return set("rotate", degrees);
  }

  /** What is moved: pixels, fourier or decorrelated. */
  public VisualizeSentence over(String variables) {
    return set("over", variables);
  }

  @Override
  VisualizationResult run(RunContext context) {
    Visualization visualization =
        configure(
            Visualization.on(network().model(), bench().engine())
                .features((int[]) arguments().required("feature")),
            originOf("from"));
    if (arguments().has("from")) {
      visualization.from(imagesOf("from"));
    }
    Arguments given = arguments();
    given.get("within").ifPresent(radius -> visualization.within((Double) radius));
    given.get("jitter").ifPresent(pixels -> visualization.jitter((Integer) pixels));
    given.get("rotate").ifPresent(degrees -> visualization.rotate((Double) degrees));
    given
        .get("over")
        .ifPresent(
            variables -> visualization.parametrization(parametrization(variables.toString())));
    return visualization.run(context);
  }

  @Override
  public Pictures getImages() {
    return Pictures.of(get().images(), "visualize");
  }

  @Override
  public Figure getFigure() {
    return Figures.visualizations(Map.of(network().getName(), get()));
  }

  @Override
  public Table getTable() {
    return ResultTables.of(network().getName(), get());
  }
}
