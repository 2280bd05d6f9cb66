package robusta.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Recipes;
import robusta.engine.Tap;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Attacks a model's predictions on images: {@link Pgd} with everything around it that a person
 * wants.
 *
 * <pre>{@code
 * AttackResult result =
 *     Attack.on(model, engine).with(Pgd.in(Constraint.l2(0.5)).steps(20).build())
 *         .images(batch).run(context);
 * List<AttackResult> several = attack.run(context, 0, 0.25, 0.5);
 * }</pre>
 *
 * <p>Without an objective the cross entropy is raised, with respect to the labels if given, else to
 * the model's own predictions; {@link #targeting} lowers it with respect to the targets instead.
 */
public final class Attack {
  private final Model model;
  private final Engine engine;
  private Pgd pgd = Pgd.in(Constraint.l2(0.5)).build();
  private Precision precision = Precision.F32;
  private Images images;
  private int[] labels;
  private int[] targets;
  private Objective objective;
  private String data = "";

  private Attack(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
  }

  /** Begins an attack on a model. */
  public static Attack on(Model model, Engine engine) {
    return new Attack(model, engine);
  }

  /** How the images are optimised; by default 20 steps in an L2 ball of 0.5. */
  public Attack with(Pgd choice) {
    pgd = choice;
    return this;
  }

  /** The number format of the network; float32 by default. */
  public Attack precision(Precision choice) {
    precision = choice;
    return this;
  }

  /** The images, with values in [0, 1], of the model's size. */
  public Attack images(Images batch) {
    images = batch;
    return this;
  }

  /** The images with their labels. */
  public Attack images(Batch batch) {
    return images(batch.images()).labels(batch.labels());
  }

  /** The true classes, one per image. */
  public Attack labels(int... classes) {
    labels = classes.clone();
    return this;
  }

  /** The classes that the model shall predict: one for all images, or one per image. */
  public Attack targeting(int... classes) {
    targets = classes.clone();
    return this;
  }

  /** Something else than the cross entropy; {@link Pgd#minimize} says whether it is lowered. */
  public Attack objective(Objective choice) {
    objective = choice;
    return this;
  }

  /** Where the images came from, for the recipe. */
  public Attack data(String origin) {
    data = origin;
    return this;
  }

  /**
   * Runs the attack with the eps it has.
   *
   * @throws RobustaException if the images or labels don't fit the model
   */
  public AttackResult run(RunContext context) {
    return runAll(context, List.of(pgd)).get(0);
  }

  /**
   * Runs the attack at several eps, from the same random numbers.
   *
   * @return one result per eps, in this order; when cancelled only those that began
   */
  public List<AttackResult> run(RunContext context, double... eps) {
    List<Pgd> each = new ArrayList<>();
    for (double radius : eps) {
      each.add(pgd.withEps(radius));
    }
    return runAll(context, each);
  }

  private List<AttackResult> runAll(RunContext context, List<Pgd> each) {
    if (images == null) {
      throw new RobustaException("an attack needs images; give some with images(...)");
    }
    Inputs.requireFit(images, model);
    if (objective != null && targets != null) {
      throw new RobustaException("an attack has either targets or an objective of its own");
    }
    List<AttackResult> results = new ArrayList<>();
    Objective chosen = objective;
    Pgd first = direction(each.get(0));
    Set<Tap> taps =
        new LinkedHashSet<>(first.taps(chosen == null ? Objective.crossEntropy() : chosen));
    taps.add(Tap.LOGITS);
    Inputs.requireMemory(images, first, model, engine, precision, context);
    try (EvalSession session = engine.evaluate(model, taps, precision)) {
      session.cancelWith(context.cancellation());
      int[] before = new int[images.count()];
      Predictions.of(session, images, first.batchSize(images.imageSize()), before);
      if (chosen == null) {
        chosen = Objective.crossEntropy(targets != null ? allTargets() : labelsOr(before));
      }
      for (Pgd choice : each) {
        AttackResult result = new Trial(session, direction(choice), chosen, before).run(context);
        results.add(result);
        if (result.stopped()) {
          break;
        }
      }
    }
    return results;
  }

  private Pgd direction(Pgd choice) {
    return targets == null ? choice : choice.with().minimize().build();
  }

  private int[] labelsOr(int[] predictions) {
    return labels != null ? labels : predictions;
  }

  private int[] allTargets() {
    if (targets.length != 1) {
      return targets;
    }
    int[] all = new int[images.count()];
    Arrays.fill(all, targets[0]);
    return all;
  }

  /** The attack at one eps. */
  private final class Trial {
    private final EvalSession session;
    private final Pgd choice;
    private final Objective goal;
    private final int[] before;

    Trial(EvalSession session, Pgd choice, Objective goal, int[] before) {
      this.session = session;
      this.choice = choice;
      this.goal = goal;
      this.before = before;
    }

    AttackResult run(RunContext context) {
      int count = images.count();
      PgdRun run = choice.on(session, images.channels(), images.height(), images.width());
      float[] lossesBefore = new float[count];
      run.losses(images.pixels(), count, goal, lossesBefore);
      float[] reached = new float[images.pixels().length];
      ProgressListener progress = new ProgressListener(context, "attack", choice, count);
      run.listen(progress);
      boolean stopped = false;
      try {
        run.perturb(images.pixels(), count, goal, context.random("attack", 0), reached);
        progress.finish();
      } catch (CancelledException e) {
        stopped = true;
        // What was reached is still measured, which takes two passes.
        session.cancelWith(new Cancellation());
      }
      float[] lossesAfter = new float[count];
      run.losses(reached, count, goal, lossesAfter);
      int[] after = new int[count];
      Images attacked = images.withPixels(reached, count);
      Predictions.of(session, attacked, choice.batchSize(images.imageSize()), after);
      return new AttackResult(
          images,
          attacked,
          choice.constraint().eps(),
          sizes(reached),
          lossesBefore,
          lossesAfter,
          before,
          after,
          success(after),
          stopped,
          Recipes.of("attack", settings(), engine, model, data, context.seed()));
    }

    private float[] sizes(float[] reached) {
      float[] sizes = new float[images.count()];
      int size = images.imageSize();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] =
            (float)
                choice.constraint().distance(reached, images.pixels(), i * size, (i + 1) * size);
      }
      return sizes;
    }

    private boolean[] success(int[] after) {
      boolean[] success = new boolean[after.length];
      int[] wanted = targets == null ? null : allTargets();
      int[] avoided = labelsOr(before);
      for (int i = 0; i < after.length; i++) {
        success[i] = wanted != null ? after[i] == wanted[i] : after[i] != avoided[i];
      }
      return success;
    }

    private Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("objective", targets == null ? goal.name() : "targeted " + goal.name());
      settings.putAll(choice.settings(images.count()));
      settings.put("precision", engine.resolve(precision).word());
      settings.put("images", Integer.toString(images.count()));
      return settings;
    }
  }
}
