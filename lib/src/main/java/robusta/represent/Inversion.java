package robusta.represent;

import java.util.LinkedHashMap;
import java.util.Map;
import robusta.attack.Constraint;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Finds images whose representation is that of target images (equations 1 and 4 of the paper):
 * lowers ||R(x) - R(t)|| / ||R(t)|| from a source, freely or within an L2 ball around the source.
 *
 * <p>Defaults are the paper's (appendix A.6.2): from noise, eps 1000 (free), 10000 steps of size 1
 * (0.1 below 128 pixels), the last iterate, with {@code fake_relu}.
 *
 * <pre>{@code
 * InversionResult result =
 *     Inversion.on(model, engine).targets(targets).from(sources).steps(1000).run(context);
 * }</pre>
 */
public final class Inversion extends Optimization<Inversion> {
  private Images targets;
  private Images sources;
  private double eps = FREE;

  private Inversion(Model model, Engine engine) {
    super(model, engine, 10_000, 1, false);
  }

  /** Begins an inversion of a model's representation. */
  public static Inversion on(Model model, Engine engine) {
    return new Inversion(model, engine);
  }

  /** The images whose representations are to be met. */
  public Inversion targets(Images images) {
    targets = images;
    return this;
  }

  /** Where to begin: one image for all targets or one per target; noise by default. */
  public Inversion from(Images images) {
    sources = images;
    return this;
  }

  /** How far in L2 the result may be from its source; 0 or more. */
  public Inversion within(double radius) {
    if (!(radius >= 0)) {
      throw new RobustaException("the radius must be 0 or more, not " + radius);
    }
    eps = radius;
    return this;
  }

  /**
   * Runs the inversion. When cancelled it returns what was reached.
   *
   * @throws RobustaException if there are no targets, or images don't fit the model
   */
  public InversionResult run(RunContext context) {
    Inputs.requireFit(require(targets, "an inversion", "targets(images)"), model);
    int count = targets.count();
    Images from =
        sources == null
            ? Starts.noise(context, count, model.channels(), model.height(), model.width())
            : matched(sources, count);
    Inputs.requireFit(from, model);
    Pgd pgd = configure(Pgd.in(Constraint.l2(eps)).minimize()).build();
    try (EvalSession session = open(context)) {
      Activations wanted = Representations.compute(session, targets);
      Activations before = Representations.compute(session, from);
      Objective objective = Objective.representationDistance(wanted.representations());
      Search.Outcome outcome =
          Search.run("invert", pgd, session, from, objective, snapshots(), context);
      float[] first = RepresentationMetrics.distances(before, wanted);
      Map<String, String> own = new LinkedHashMap<>();
      own.put("start", sources == null ? "noise" : "images");
      return new InversionResult(
          targets,
          from,
          outcome.images(),
          first,
          outcome.stopped()
              ? lastSeen(outcome.losses(), first)
              : RepresentationMetrics.distances(
                  Representations.compute(session, outcome.images()), wanted),
          outcome.losses(),
          outcome.snapshots(),
          outcome.stopped(),
          recipe("invert", pgd, objective, own, count, context.seed()));
    }
  }

  /** The distances that the steps saw, which are the losses; measuring takes a pass over all. */
  private static float[] lastSeen(LossCurve losses, float[] first) {
    float[] seen = losses.losses()[losses.losses().length - 1].clone();
    for (int i = 0; i < seen.length; i++) {
      if (Float.isNaN(seen[i])) {
        seen[i] = first[i];
      }
    }
    return seen;
  }

  private static Images matched(Images given, int count) {
    if (given.count() == count) {
      return given;
    }
    if (given.count() != 1) {
      throw new RobustaException(
          "%d sources came with %d targets; give one source for all or one per target"
              .formatted(given.count(), count));
    }
    return given.repeatEach(count);
  }
}
