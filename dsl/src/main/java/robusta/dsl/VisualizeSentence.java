package robusta.dsl;

import java.util.Map;
import robusta.attack.Filter;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.represent.Visualization;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
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

  /** Blurs the image by a Gaussian of so many pixels, now and then. */
  public VisualizeSentence blur(double pixels) {
    return set("blur", pixels);
  }

  /**
   * Blurs the image, now and then, but for its edges.
   *
   * @param pixels the deviation in pixels, then if wanted that of colours, by default 0.1
   */
  public VisualizeSentence bilateral(double... pixels) {
    return set("bilateral", pixels);
  }

  /** How many steps are between blur or bilateral. */
  public VisualizeSentence filterEvery(int steps) {
    return set("filterEvery", steps);
  }

  /** Blurs each gradient by a Gaussian of so many pixels. */
  public VisualizeSentence blurGradient(double pixels) {
    return set("blurGradient", pixels);
  }

  /** How much the total variation of the image counts against it. */
  public VisualizeSentence totalVariation(double weight) {
    return set("totalVariation", weight);
  }

  /** The coordinates that are raised. */
  int[] features() {
    return (int[]) arguments().required("feature");
  }

  @Override
  VisualizationResult run(RunContext context) {
    Visualization visualization =
        configure(
            Visualization.on(network().model(), bench().engine()).features(features()),
            originOf("from"));
    if (arguments().has("from")) {
      visualization.from(imagesOf("from"));
    }
    Arguments given = arguments();
    if (given.has("within") && !given.text("over", "pixels").equals("pixels")) {
      throw new RobustaException(
          "within holds pixels near their source, and visualize moves %s here; leave out one of the two"
              .formatted(given.text("over", "")));
    }
    given.get("within").ifPresent(radius -> visualization.within((Double) radius));
    given.get("jitter").ifPresent(pixels -> visualization.jitter((Integer) pixels));
    given.get("rotate").ifPresent(degrees -> visualization.rotate((Double) degrees));
    given
        .get("over")
        .ifPresent(
            variables -> visualization.parametrization(parametrization(variables.toString())));
    smooth(visualization, given);
    return visualization.run(context);
  }

  private static void smooth(Visualization visualization, Arguments given) {
    double blur = given.number("blur", 0);
    double[] bilateral = given.numbers("bilateral", 0);
    if (bilateral.length > 2) {
      throw new RobustaException(
          "bilateral takes a deviation in pixels and one of colours, not %d numbers"
              .formatted(bilateral.length));
    }
    if (given.has("filterEvery") && blur == 0 && bilateral[0] == 0) {
      throw new RobustaException(
          "filterEvery says how often the image is filtered; give blur or bilateral, too");
    }
    if (blur > 0) {
      visualization.imageFilter(Filter.gaussian(blur));
    }
    if (bilateral[0] > 0) {
      double colours = bilateral.length == 2 ? bilateral[1] : 0.1;
      visualization.imageFilter(Filter.bilateral(bilateral[0], colours));
    }
    given.get("filterEvery").ifPresent(steps -> visualization.filterEvery((Integer) steps));
    given
        .get("blurGradient")
        .ifPresent(pixels -> visualization.gradientFilter(Filter.gaussian((Double) pixels)));
    given.get("totalVariation").ifPresent(weight -> visualization.totalVariation((Double) weight));
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

  /**
   * How alike the images of one feature are from its several starts, beside how alike those of
   * different features are.
   */
  @Override
  public Table getSummary() {
    return ResultTables.consistency(network().getName(), get().consistency());
  }
}
