package robusta.represent;

import java.util.LinkedHashMap;
import java.util.Map;
import robusta.attack.Constraint;
import robusta.attack.Filter;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Parametrization;
import robusta.attack.Pgd;
import robusta.attack.Transform;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.model.Model;
import robusta.run.Argument;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Shows what a feature responds to (equation 5 of the paper): raises R(x)_i from images or noise.
 *
 * <p>Defaults are the paper's (appendix A.6.1): eps 1000 (free), 200 steps of size 1 (0.1 below 128
 * pixels), from noise, the last iterate, with {@code fake_relu}. For figure 8 they are grey images
 * ({@link Starts#gray}), eps 500, 1500 steps of 0.5. With a Fourier parametrization a step has its
 * size in the space of coefficients, and the ball is free.
 *
 * <p>The regularised forms that standard networks need, of the literature that the paper discusses
 * in section 4.2: random transforms ({@link #jitter}, {@link #rotate}), another space ({@link
 * #parametrization}), processed gradients and outputs ({@link #gradientFilter}, {@link
 * #imageFilter}) and {@link #totalVariation}.
 */
public final class Visualization extends Optimization<Visualization> {
  private int[] features;
  private Images sources;
  private double eps = FREE;
  private Transform transform = Transform.IDENTITY;
  private Parametrization parametrization = Parametrization.PIXELS;
  private Filter gradientFilter = Filter.NONE;
  private Filter imageFilter = Filter.NONE;
  private int filterEvery = 4;
  private double variation;

  private Visualization(Model model, Engine engine) {
    super(model, engine, 200, 1, false);
  }

  /** Begins a visualisation of a model's features. */
  public static Visualization on(Model model, Engine engine) {
    return new Visualization(model, engine);
  }

  /** The coordinates of the representation to raise, each in an image of its own. */
  public Visualization features(int... indices) {
    features = indices.clone();
    return this;
  }

  /** Where to begin; every feature begins at each of them. One image of noise by default. */
  public Visualization from(Images images) {
    sources = images;
    return this;
  }

  /** How far in L2 the result may be from its source; 0 or more. */
  public Visualization within(double radius) {
    eps = requireRadius(radius);
    return this;
  }

  /** Shifts the image by up to so many pixels before each step. */
  public Visualization jitter(int pixels) {
    return transform(Transform.jitter(pixels));
  }

  /** Turns the image by up to so many degrees before each step. */
  public Visualization rotate(double degrees) {
    return transform(Transform.rotation(degrees));
  }

  /** Adds a transform after those that were given before. */
  public Visualization transform(Transform next) {
    transform = transform == Transform.IDENTITY ? next : transform.then(next);
    return this;
  }

  /** The variables to move; pixels by default. */
  public Visualization parametrization(Parametrization choice) {
    parametrization = choice;
    return this;
  }

  /** Smooths the gradient before each step; after the filters that were given before. */
  public Visualization gradientFilter(Filter next) {
    gradientFilter = gradientFilter.then(next);
    return this;
  }

  /**
   * Smooths the image after every {@link #filterEvery}-th step; after the filters that were given
   * before.
   */
  public Visualization imageFilter(Filter next) {
    imageFilter = imageFilter.then(next);
    return this;
  }

  /**
   * How many steps are between filters of the image; at least 1, by default 4 (J. Yosinski et al.,
   * Understanding neural networks through deep visualization, 2015).
   */
  public Visualization filterEvery(int number) {
    filterEvery = Argument.atLeastOne("steps between filters", number);
    return this;
  }

  /**
   * Raises R(x)_i - weight * TV(x) instead; see {@link Objective#totalVariation}.
   *
   * @param weight 0 or more; 0 by default
   */
  public Visualization totalVariation(double weight) {
    if (!(weight >= 0)) {
      throw new RobustaException(
          "the weight of the total variation must be 0 or more, not " + weight);
    }
    variation = weight;
    return this;
  }

  /**
   * Runs the visualisation. When cancelled it returns what was reached.
   *
   * @throws RobustaException if no feature is given or one doesn't exist, or images don't fit the
   *     model
   */
  public VisualizationResult run(RunContext context) {
    require(features, "a visualization", "features(...)");
    Images starts =
        sources == null
            ? Starts.noise(context, 1, model.channels(), model.height(), model.width())
            : sources;
    Inputs.requireFit(starts, model);
    FeatureGrid grid = FeatureGrid.of(starts, features);
    boolean pixels = parametrization == Parametrization.PIXELS;
    Pgd pgd =
        configure(
                Pgd.in(Constraint.l2(pixels ? eps : Double.POSITIVE_INFINITY))
                    .transform(transform)
                    .gradientFilter(gradientFilter)
                    .imageFilter(imageFilter, filterEvery)
                    .parametrization(parametrization))
            .build();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("start", sources == null ? "noise" : "images");
    return ascend("visualize", grid, pgd, objective(grid.features()), own, context);
  }

  private Objective objective(int... each) {
    Objective feature = Objective.feature(each);
    return variation == 0
        ? feature
        : Objective.sum(
            feature.times(1),
            Objective.totalVariation(model.channels(), model.height(), model.width())
                .times(-variation));
  }
}
