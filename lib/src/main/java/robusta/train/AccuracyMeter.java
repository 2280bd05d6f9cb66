package robusta.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.attack.PgdRun;
import robusta.data.Batch;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.model.Model;
import robusta.run.RunContext;

/** Counts how many images a network classifies correctly, clean and in several balls. */
final class AccuracyMeter {
  private final Model model;
  private final EvalSession session;
  private final double[] eps;
  private final List<PgdRun> attacks = new ArrayList<>();
  private final List<SplittableRandom> randoms = new ArrayList<>();
  private final int[] correct;
  private final float[] pixels;
  private final float[] logits;
  private int images;

  /**
   * A meter at zero.
   *
   * @param session has the logits; it stays the caller's
   * @param pgd the attack, in a ball of any radius
   * @param capacity the largest batch
   * @param context decides random starts, the same for every model and radius
   */
  AccuracyMeter(
      Model model, EvalSession session, Pgd pgd, double[] eps, int capacity, RunContext context) {
    this.model = model;
    this.session = session;
    this.eps = eps;
    this.correct = new int[eps.length];
    this.pixels = new float[capacity * session.inputSize()];
    this.logits = new float[capacity * session.size(Tap.LOGITS)];
    for (double radius : eps) {
      Pgd attack = pgd.with().batchSize(capacity).build().withEps(radius);
      attacks.add(attack.on(session, model.channels(), model.height(), model.width()));
      randoms.add(context.random("evaluation", 0));
    }
  }

  /** How many arrays of a batch's pixels a meter keeps. */
  static int arrays(Pgd pgd, double... eps) {
    int attacks = (int) Arrays.stream(eps).filter(radius -> radius > 0).count();
    return 1 + attacks * pgd.arrays();
  }

  /** How many images were counted. */
  int images() {
    return images;
  }

  /** How many of them are classified correctly at a radius, by its index. */
  int correct(int radius) {
    return correct[radius];
  }

  /** Counts a batch; all radii or, when cancelled, none. */
  void add(Batch batch) {
    int count = batch.size();
    Inputs.requireFit(batch.images(), model);
    int[] hits = new int[eps.length];
    for (int i = 0; i < eps.length; i++) {
      Objective loss = Objective.crossEntropy(batch.labels());
      attacks.get(i).perturb(batch.images().pixels(), count, loss, randoms.get(i), pixels);
      hits[i] = hits(batch.labels());
    }
    Arrays.setAll(correct, i -> correct[i] + hits[i]);
    images += count;
  }

  private int hits(int[] labels) {
    session.forward(pixels, labels.length);
    session.value(Tap.LOGITS, logits);
    int classes = session.size(Tap.LOGITS);
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = i * classes;
      for (int j = i * classes; j < (i + 1) * classes; j++) {
        best = logits[j] > logits[best] ? j : best;
      }
      hits += best - i * classes == labels[i] ? 1 : 0;
    }
    return hits;
  }
}
