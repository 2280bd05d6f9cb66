package robusta.train;

import java.util.List;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Dataset;
import robusta.engine.Engine;
import robusta.model.Model;
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

  /** The images and labels. */
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
    if (count < 1) {
      throw new RobustaException("the batch size must be at least 1, not " + count);
    }
    batchSize = count;
    return this;
  }

  /**
   * Evaluates. Progress counts images times models times radii under {@code "evaluate"}.
   *
   * @throws RobustaException if the dataset doesn't fit a model
   */
  public EvaluationResult run(RunContext context) {
    throw new UnsupportedOperationException("evaluation is not implemented yet");
  }
}
