package robusta.represent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Where to begin: one image for all targets or one per target; noise by default. With k times as
   * many images as targets every target has k starts: first those of all targets' first start, in
   * the targets' order, then those of their second.
   */
  public Inversion from(Images images) {
    sources = images;
    return this;
  }

  /** How far in L2 the result may be from its source; 0 or more. */
  public Inversion within(double radius) {
    eps = requireRadius(radius);
    return this;
  }

  /**
   * A network that says how much the results resemble their targets; it takes no part in the
   * inversion. See {@link Judgement}.
   */
  public Inversion judge(Model network) {
    judge = network;
    return this;
  }

  /**
   * Runs the inversion within several radii, one after another from the smallest on. When cancelled
   * it returns the radii that were looked at.
   *
   * @throws RobustaException as {@link #run} does, or if there is no radius
   */
  public Budgets run(RunContext context, double... radii) {
    double own = eps;
    double[] ascending = radii.clone();
    Arrays.sort(ascending);
    List<InversionResult> results = new ArrayList<>();
    try {
      for (double radius : ascending) {
        if (results.isEmpty() || !context.cancellation().requested()) {
          results.add(within(radius).run(context));
        }
      }
    } finally {
      eps = own;
    }
    return new Budgets(Arrays.copyOf(ascending, results.size()), results);
  }

  /**
   * Runs the inversion. When cancelled it returns what was reached.
   *
   * @throws RobustaException if there are no targets, or images don't fit the model
   */
  public InversionResult run(RunContext context) {
    Inputs.requireFit(require(targets, "an inversion", "targets(images)"), model);
    Images from =
        sources == null
            ? Starts.noise(
                context, targets.count(), model.channels(), model.height(), model.width())
            : matched(sources, targets.count());
    Inputs.requireFit(from, model);
    if (judge != null) {
      Inputs.requireFit(targets, judge);
    }
    int starts = from.count() / targets.count();
    Images wanted = Images.concat(Collections.nCopies(starts, targets).toArray(Images[]::new));
    Pgd pgd = configure(Pgd.in(Constraint.l2(eps)).minimize()).build();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("start", sources == null ? "noise" : "images");
    if (starts > 1) {
      own.put("starts", Integer.toString(starts));
    }
    try (EvalSession session = open(from, pgd, context)) {
      Activations goal = Representations.compute(session, wanted);
      Activations before = Representations.compute(session, from);
      Objective objective = Objective.representationDistance(goal.representations());
      Search.Outcome outcome = Search.run("invert", pgd, session, from, objective, film(), context);
      float[] first = RepresentationMetrics.distances(before, goal);
      return new InversionResult(
          wanted,
          from,
          outcome.images(),
          starts,
          first,
          outcome.stopped()
              ? outcome.losses().latest(first)
              : RepresentationMetrics.distances(
                  Representations.compute(session, outcome.images()), goal),
          outcome.losses(),
          outcome.snapshots(),
          judged(wanted, from, starts, outcome, context),
          outcome.stopped(),
          recipe("invert", pgd, objective, own, from.count(), context.seed()));
    }
  }

  private Optional<Judgement> judged(
      Images wanted, Images from, int starts, Search.Outcome outcome, RunContext context) {
    return askJudge(
        outcome,
        () -> Judgement.by(judge, engine, outcome.images(), from, wanted, starts, context));
  }

  private static Images matched(Images given, int count) {
    if (given.count() == 1) {
      return given.repeatEach(count);
    }
    if (given.count() == 0 || given.count() % count != 0) {
      throw new RobustaException(
          "%d sources came with %d targets; give one source for all, one per target or the same number for each"
              .formatted(given.count(), count));
    }
    return given;
  }
}
