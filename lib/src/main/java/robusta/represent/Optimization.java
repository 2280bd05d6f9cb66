package robusta.represent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Recipes;
import robusta.engine.Tap;
import robusta.model.Model;
import robusta.run.Argument;
import robusta.run.CancelledException;
import robusta.run.Recipe;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * What the experiments that optimise images have in common.
 *
 * @param <S> the experiment itself, which every option returns
 */
public abstract class Optimization<S extends Optimization<S>> {
  /** The paper's radius for "no constraint to speak of" (appendix A.6). */
  static final double FREE = 1000;

  /** Images of fewer pixels than this in height take a tenth of the paper's ImageNet step. */
  private static final int SMALL = 128;

  final Model model;
  final Engine engine;
  private Precision precision = Precision.F32;
  private int steps;
  private double stepSize;
  private boolean useBest;
  private int batchSize;
  private Filmstrip film = Filmstrip.NONE;
  private String data = "";

  /** Says how much results resemble what was wanted; null where nobody does. */
  Model judge;

  Optimization(Model model, Engine engine, int steps, double imageNetStep, boolean useBest) {
    this.model = model;
    this.engine = engine;
    this.steps = steps;
    this.stepSize = model.height() < SMALL ? imageNetStep / 10 : imageNetStep;
    this.useBest = useBest;
  }

  @SuppressWarnings("unchecked")
  private S self() {
    return (S) this;
  }

  /** How many steps; at least 1. */
  public S steps(int number) {
    steps = Argument.atLeastOne("steps", number);
    return self();
  }

  /** How far an image moves in one step, in L2; above 0. */
  public S stepSize(double size) {
    if (!(size > 0) || Double.isInfinite(size)) {
      throw new RobustaException("the step size must be a number above 0, not " + size);
    }
    stepSize = size;
    return self();
  }

  /** Whether each image keeps its best iterate instead of its last. */
  public S useBest(boolean on) {
    useBest = on;
    return self();
  }

  /** The number format of the network; float32 by default. */
  public S precision(Precision choice) {
    precision = choice;
    return self();
  }

  /**
   * How many images at most to treat at once; but for rounding, the result does not depend on it.
   */
  public S batchSize(int images) {
    batchSize = Argument.atLeastOne("the batch size", images);
    return self();
  }

  /**
   * How many evenly spaced snapshots to keep for a filmstrip, start and end included; none by
   * default. Where images end by themselves before the last step, they are spaced over the way of
   * these and it is gone twice, since only its end says how long it is.
   */
  public S snapshots(int number) {
    film = Filmstrip.evenly(number);
    return self();
  }

  /** Keeps the images after these numbers of steps, and the end, for a filmstrip. */
  public S snapshotsAt(int... stepNumbers) {
    film = Filmstrip.at(stepNumbers);
    return self();
  }

  /** Where the images came from, for the recipe. */
  public S data(String origin) {
    data = origin;
    return self();
  }

  Filmstrip film() {
    return film;
  }

  /** Puts the common options into a builder. */
  Pgd.Builder configure(Pgd.Builder builder) {
    builder.steps(steps).stepSize(stepSize).useBest(useBest);
    return batchSize > 0 ? builder.batchSize(batchSize) : builder;
  }

  EvalSession open(Images starts, Pgd pgd, RunContext context) {
    Inputs.requireMemory(starts, pgd, model, engine, precision, context);
    EvalSession session = engine.evaluate(model, Set.of(Tap.REPRESENTATION, Tap.LOGITS), precision);
    session.cancelWith(context.cancellation());
    return session;
  }

  /** Raises a feature in every cell of a grid. */
  VisualizationResult ascend(
      String verb,
      FeatureGrid grid,
      Pgd pgd,
      Objective objective,
      Map<String, String> own,
      RunContext context) {
    Images starts = grid.starts();
    try (EvalSession session = open(starts, pgd, context)) {
      objective.requireFits(starts.count(), session);
      Activations before = Representations.compute(session, starts);
      Search.Outcome outcome = Search.run(verb, pgd, session, starts, objective, film, context);
      Activations after = Representations.compute(session, outcome.images());
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("features", grid.list());
      settings.putAll(own);
      return new VisualizationResult(
          grid.features(),
          starts,
          outcome.images(),
          before,
          after,
          outcome.steps(),
          outcome.losses(),
          outcome.snapshots(),
          outcome.stopped(),
          recipe(verb, pgd, objective, settings, starts.count(), context.seed()));
    }
  }

  /** A judge is not asked about what was cut short, and is not waited for. */
  <J> Optional<J> askJudge(Search.Outcome outcome, Supplier<J> question) {
    if (judge == null || outcome.stopped()) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.get());
    } catch (CancelledException e) {
      return Optional.empty();
    }
  }

  Recipe recipe(
      String verb, Pgd pgd, Objective objective, Map<String, String> own, int count, long seed) {
    Map<String, String> settings = new LinkedHashMap<>(own);
    settings.put("objective", objective.name());
    settings.putAll(pgd.settings(count));
    settings.put("precision", engine.resolve(precision).word());
    settings.put("images", Integer.toString(count));
    if (judge != null) {
      settings.put("judge", judge.name() + " " + judge.hash());
    }
    return Recipes.of(verb, settings, engine, model, data, seed);
  }

  static double requireRadius(double radius) {
    if (!(radius >= 0)) {
      throw new RobustaException("the radius must be 0 or more, not " + radius);
    }
    return radius;
  }

  /** The given images, or a sentence that says that they are missing. */
  static <T> T require(T given, String verb, String option) {
    if (given == null) {
      throw new RobustaException("%s needs %s".formatted(verb, option));
    }
    return given;
  }
}
