package robusta.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Batch;
import robusta.data.Dataset;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.MemoryNeed;
import robusta.engine.Precision;
import robusta.engine.Recipes;
import robusta.engine.Tap;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.run.Argument;
import robusta.run.CancelledException;
import robusta.run.Recipe;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Measures the accuracy of one or several models at several eps in one pass over a dataset.
 *
 * <pre>{@code
 * EvaluationResult result =
 *     Evaluation.of(engine, standard, robust).on(data.test()).eps(0, 0.25, 0.5).run(context);
 * }</pre>
 *
 * <p>At eps 0 images are clean; otherwise each is attacked by untargeted PGD on the cross entropy:
 * by default 20 steps of 2.5 * eps / 20 in the L2 ball from the image itself, keeping the iterate
 * with the highest loss. The network computes in float32.
 */
public final class Evaluation {
  private final Engine engine;
  private final List<Model> models;
  private Dataset dataset;
  private double[] eps = {0};
  private Pgd pgd = Pgd.in(Constraint.l2(0)).steps(20).build();
  private int images = Integer.MAX_VALUE;
  private int batchSize;

  private Evaluation(Engine engine, List<Model> models) {
    this.engine = engine;
    this.models = models;
  }

  /** Begins to describe an evaluation. */
  public static Evaluation of(Engine engine, Model... models) {
    return new Evaluation(engine, List.of(models));
  }

  /**
   * The images and labels, which are matched with a model's by the names of the classes: see {@link
   * Model#labelsOf}.
   */
  public Evaluation on(Dataset choice) {
    dataset = choice;
    return this;
  }

  /** Looks at the first images only. */
  public Evaluation first(int count) {
    if (count < 1) {
      throw new RobustaException("evaluate on at least 1 image, not " + count);
    }
    images = count;
    return this;
  }

  /** The radii; 0 means clean images. */
  public Evaluation eps(double... radii) {
    eps = radii.clone();
    return this;
  }

  /**
   * The attack, whose own eps is not used: norm, steps, random start, restarts. A step size that it
   * has is used at every eps; without one it follows eps.
   */
  public Evaluation attack(Pgd choice) {
    pgd = choice;
    return this;
  }

  /** How many images at once; the result does not depend on it. */
  public Evaluation batchSize(int count) {
    batchSize = Argument.atLeastOne("the batch size", count);
    return this;
  }

  /**
   * Evaluates. Progress counts images times models under {@code "evaluate"}.
   *
   * @throws RobustaException if the dataset's images or classes are not a model's
   */
  public EvaluationResult run(RunContext context) {
    requireComplete();
    int total = Math.min(images, dataset.size());
    int size = models.get(0).channels() * models.get(0).height() * models.get(0).width();
    int capacity = Math.min(total, batchSize > 0 ? batchSize : Pgd.automaticBatchSize(size));
    requireMemory(capacity, size, context);
    List<EvalSession> sessions = new ArrayList<>();
    List<AccuracyMeter> meters = new ArrayList<>();
    boolean stopped = false;
    try {
      for (Model model : models) {
        EvalSession session = engine.evaluate(model, Set.of(Tap.LOGITS), Precision.F32);
        sessions.add(session);
        session.cancelWith(context.cancellation());
        meters.add(new AccuracyMeter(model, session, pgd, eps, capacity, context));
      }
      measure(meters, total, capacity, context);
    } catch (CancelledException e) {
      stopped = true;
    } finally {
      sessions.forEach(EvalSession::close);
    }
    return result(meters, total, stopped, context);
  }

  private void requireMemory(int batch, int imageSize, RunContext context) {
    boolean attacked = Arrays.stream(eps).anyMatch(radius -> radius > 0);
    // The batch and what reading it takes; for each model its session's copy and its meter.
    int arrays = 2 + models.size() * (1 + AccuracyMeter.arrays(pgd, eps));
    MemoryNeed need = MemoryNeed.on(engine).heap(0, (long) Float.BYTES * imageSize * arrays);
    for (Model model : models) {
      need.session(model, attacked ? Work.INPUT_GRADIENT : Work.FORWARD, Precision.F32);
    }
    need.require(batch, context);
  }

  private void measure(List<AccuracyMeter> meters, int total, int capacity, RunContext context) {
    List<int[]> labels = models.stream().map(model -> model.labelsOf(dataset)).toList();
    long units = (long) total * meters.size();
    long done = 0;
    for (int from = 0; from < total; from += capacity) {
      Batch batch = dataset.range(from, Math.min(total, from + capacity));
      for (int i = 0; i < meters.size(); i++) {
        context.cancellation().check();
        meters.get(i).add(batch.relabelled(labels.get(i)));
        done += batch.size();
        context.progress().report("evaluate", done, units, "");
      }
    }
  }

  private EvaluationResult result(
      List<AccuracyMeter> meters, int total, boolean stopped, RunContext context) {
    List<EvaluationResult.Score> scores = new ArrayList<>();
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < meters.size(); i++) {
      Model model = models.get(i);
      AccuracyMeter meter = meters.get(i);
      for (int j = 0; j < eps.length; j++) {
        scores.add(
            new EvaluationResult.Score(model.name(), eps[j], meter.correct(j), meter.images()));
      }
      Map<String, String> settings = new LinkedHashMap<>(pgd.settings(1));
      settings.put("eps", Arrays.toString(eps));
      if (!pgd.hasStepSize()) {
        settings.put("stepSize", "2.5 * eps / steps");
      }
      settings.put("precision", "f32");
      settings.put("images", Integer.toString(total));
      recipes.add(Recipes.of("evaluate", settings, engine, model, dataset.name(), context.seed()));
    }
    return new EvaluationResult(scores, stopped, recipes);
  }

  /**
   * Returns normally when it can run.
   *
   * @throws RobustaException otherwise, as {@link #run} does
   */
  public void requireComplete() {
    if (models.isEmpty()) {
      throw new RobustaException("an evaluation needs a model");
    }
    if (models.stream().map(Model::name).distinct().count() < models.size()) {
      throw new RobustaException(
          "two models of a comparison have the same name; give them different ones");
    }
    if (dataset == null || dataset.size() == 0) {
      throw new RobustaException("an evaluation needs images; give a dataset with on(...)");
    }
    if (eps.length == 0) {
      throw new RobustaException("an evaluation needs at least one eps; 0 means clean images");
    }
    for (double radius : eps) {
      if (!(radius >= 0) || Double.isInfinite(radius)) {
        throw new RobustaException("eps must be 0 or more, not " + radius);
      }
    }
    for (Model model : models) {
      model.requireImagesOf(dataset);
      model.labelsOf(dataset);
    }
  }
}
