package robusta.kernel.bench;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.model.Model;
import robusta.run.RunContext;
import robusta.train.Adversary;
import robusta.train.Optimizer;
import robusta.train.TrainingStep;

/**
 * The three things that are timed, with the PyTorch script's settings: PGD of 7 steps of 0.125 in
 * an L2 ball of 0.5 without random start, SGD with rate 0.01, momentum 0.9 and weight decay 5e-4.
 */
final class Work {
  private static final double EPS = 0.5;
  private static final double RATE = 0.01;
  private static final RunContext CONTEXT = RunContext.quiet(0);
  private static final Pgd PGD =
      Pgd.in(Constraint.l2(EPS)).steps(7).stepSize(0.125).useBest(false).build();

  private final BenchCase subject;
  private final Engine engine;
  private final Precision precision;
  private final Model model;
  private final float[] pixels;
  private final int[] labels;

  /** A task that can be repeated. */
  interface Task extends AutoCloseable {
    void run();

    @Override
    void close();
  }

  Work(BenchCase subject, Engine engine, Precision precision) {
    this.subject = subject;
    this.engine = engine;
    this.precision = precision;
    model = subject.model();
    SplittableRandom random = new SplittableRandom(0);
    pixels = new float[subject.batch() * subject.imageSize()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    labels = new int[subject.batch()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(subject.classes());
    }
  }

  /** The gradient of the mean cross entropy with respect to the images, weights frozen. */
  Task inputGradient() {
    EvalSession session = engine.evaluate(model, Set.of(Tap.LOGITS), precision);
    float[] logits = new float[subject.batch() * subject.classes()];
    float[] gradient = new float[pixels.length];
    return new Task() {
      @Override
      public void run() {
        session.forward(pixels, subject.batch());
        session.value(Tap.LOGITS, logits);
        crossEntropyGradient(logits);
        session.backward(Map.of(Tap.LOGITS, logits), false, gradient);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  /** Forward, backward and the optimizer's step in train mode. */
  Task trainStep() {
    return step(Adversary.none(), 0);
  }

  /** PGD against the frozen network, then a training step on what it found. */
  Task adversarialStep() {
    return step(Adversary.pgd(PGD), EPS);
  }

  private Task step(Adversary adversary, double eps) {
    TrainingStep step =
        new TrainingStep(
            model, engine, precision, Optimizer.sgd(0.9, 5e-4), adversary, subject.batch());
    Batch batch =
        new Batch(
            new Images(
                pixels.clone(),
                subject.batch(),
                subject.channels(),
                subject.pixels(),
                subject.pixels()),
            labels);
    return new Task() {
      private long number;

      @Override
      public void run() {
        System.arraycopy(pixels, 0, batch.images().pixels(), 0, pixels.length);
        step.take(batch, number++, RATE, eps, CONTEXT);
      }

      @Override
      public void close() {
        step.close();
      }
    };
  }

  /** Replaces logits by the gradient of their mean cross entropy. */
  private void crossEntropyGradient(float[] logits) {
    int classes = subject.classes();
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[i * classes + j]);
      }
      for (int j = 0; j < classes; j++) {
        double probability = Math.exp(logits[i * classes + j]) / sum;
        logits[i * classes + j] =
            (float) ((probability - (labels[i] == j ? 1 : 0)) / labels.length);
      }
    }
  }
}
