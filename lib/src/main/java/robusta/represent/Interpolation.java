package robusta.represent;

import java.util.LinkedHashMap;
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
 * Walks from one image to another in representation space (equation 6 of the paper): for lambda
 * from 0 to 1 inverts (1 - lambda) R(a) + lambda R(b), beginning at the pixel interpolation (1 -
 * lambda) a + lambda b.
 *
 * <p>Defaults are the paper's (appendix A.6.2): 10 frames, eps 1000 (free), 10000 steps of size 1
 * (0.1 below 128 pixels), the best iterate, with {@code fake_relu}.
 */
public final class Interpolation extends Optimization<Interpolation> {
  private Images from;
  private Images to;
  private int frames = 10;

  private Interpolation(Model model, Engine engine) {
    super(model, engine, 10_000, 1, true);
  }

  /** Begins an interpolation in a model's representation. */
  public static Interpolation on(Model model, Engine engine) {
    return new Interpolation(model, engine);
  }

  /** The two ends: image i of {@code a} goes to image i of {@code b}. */
  public Interpolation between(Images a, Images b) {
    from = a;
    to = b;
    return this;
  }

  /** How many images per pair, both ends included; at least 2. */
  public Interpolation frames(int number) {
    if (number < 2) {
      throw new RobustaException("an interpolation has at least 2 frames, not " + number);
    }
    frames = number;
    return this;
  }

  /** A network that says what it sees on the way; it takes no part. See {@link PathJudgement}. */
  public Interpolation judge(Model network) {
    judge = network;
    return this;
  }

  /**
   * Runs the interpolation. When cancelled it returns what was reached.
   *
   * @throws RobustaException if an end is missing, or images don't fit the model
   */
  public InterpolationResult run(RunContext context) {
    Inputs.requireFit(require(from, "an interpolation", "between(a, b)"), model);
    Inputs.requireFit(require(to, "an interpolation", "between(a, b)"), model);
    if (from.count() != to.count()) {
      throw new RobustaException(
          "an interpolation needs as many images at both ends, not %d and %d"
              .formatted(from.count(), to.count()));
    }
    if (judge != null) {
      Inputs.requireFit(from, judge);
    }
    int pairs = from.count();
    Images blends =
        from.withPixels(blend(from.pixels(), to.pixels(), from.imageSize(), pairs), pairs * frames);
    Pgd pgd = configure(Pgd.in(Constraint.l2(FREE)).minimize()).build();
    try (EvalSession session = open(blends, pgd, context)) {
      Activations first = Representations.compute(session, from);
      Activations last = Representations.compute(session, to);
      float[] wanted =
          blend(first.representations(), last.representations(), first.representationSize(), pairs);
      float[] start =
          RepresentationMetrics.distances(
              Representations.compute(session, blends).representations(),
              wanted,
              first.representationSize());
      Objective objective = Objective.representationDistance(wanted);
      Search.Outcome outcome =
          Search.run("interpolate", pgd, session, blends, objective, film(), context);
      Map<String, String> own = new LinkedHashMap<>();
      own.put("frames", Integer.toString(frames));
      return new InterpolationResult(
          from,
          to,
          frames,
          blends,
          outcome.images(),
          start,
          outcome.stopped()
              ? outcome.losses().latest(start)
              : RepresentationMetrics.distances(
                  Representations.compute(session, outcome.images()).representations(),
                  wanted,
                  first.representationSize()),
          outcome.losses(),
          judged(blends, outcome, context),
          outcome.stopped(),
          recipe("interpolate", pgd, objective, own, pairs * frames, context.seed()));
    }
  }

  private Optional<PathJudgement> judged(
      Images blends, Search.Outcome outcome, RunContext context) {
    return askJudge(
        outcome, () -> PathJudgement.by(judge, engine, outcome.images(), blends, frames, context));
  }

  /** Frame f of pair p at {@code (p * frames + f) * size}. */
  private float[] blend(float[] a, float[] b, int size, int pairs) {
    float[] all = new float[pairs * frames * size];
    for (int p = 0; p < pairs; p++) {
      for (int f = 0; f < frames; f++) {
        float lambda = (float) f / (frames - 1);
        int into = (p * frames + f) * size;
        for (int j = 0; j < size; j++) {
          all[into + j] = (1 - lambda) * a[p * size + j] + lambda * b[p * size + j];
        }
      }
    }
    return all;
  }
}
