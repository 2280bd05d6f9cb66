package robusta.attack;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.CancelledException;
import robusta.run.NotANumberException;
import robusta.run.RobustaException;

/**
 * {@link Pgd} on one network: the loop and its buffers, which grow to the largest batch seen and
 * are then reused.
 */
public final class PgdRun {
  private Pgd pgd;
  private final EvalSession session;
  private final int channels;
  private final int height;
  private final int width;
  private final int inputSize;

  private StepListener listener = StepListener.NONE;
  private Set<Tap> tapsRead = Set.of();
  private Set<Tap> tapsDifferentiated = Set.of();
  private int capacity;
  private int[] stepsTaken = {};
  private float[] lossesReached = {};

  private Parametrization.Space space;
  private Transform.Bound transform;
  private Filter.Bound gradientFilter;
  private Filter.Bound imageFilter;
  private TapValues values;
  private int size;
  private float[] variables;
  private float[] center;
  private float[] best;
  private float[] kept;
  private float[] noise;
  private float[] filtered;
  private float[] images;
  private float[] gradient;
  private float[] losses;
  private float[] bestLosses;
  private float[] keptLosses;
  private boolean[] done;
  private SplittableRandom[] randoms;

  PgdRun(Pgd pgd, EvalSession session, int channels, int height, int width) {
    this.pgd = pgd;
    this.session = session;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.inputSize = channels * height * width;
  }

  /** Lets someone watch every step from now on. */
  public void listen(StepListener watcher) {
    listener = watcher;
  }

  /**
   * Changes the radius of the ball from now on, as adversarial training does while it warms up.
   *
   * @throws RobustaException if there is no ball, or eps makes no sense
   */
  public void eps(double eps) {
    if (eps != pgd.constraint().eps()) {
      pgd = pgd.withEps(eps);
    }
  }

  /** How many steps each example of the latest batch took: all, or fewer if it stopped early. */
  public int[] stepsTaken() {
    return stepsTaken.clone();
  }

  /**
   * The loss of each example of the latest batch where it is kept: of its best iterate or the
   * latest that was looked at, as {@link Pgd#useBest} says; NaN for one that was not begun.
   */
  public float[] lossesReached() {
    return lossesReached.clone();
  }

  /** Optimises images in a ball around themselves. See the longer form. */
  public void perturb(
      float[] start, int count, Objective objective, SplittableRandom random, float[] into) {
    perturb(start, start, count, objective, random, into);
  }

  /**
   * Optimises images.
   *
   * @param start where to begin: {@code count * inputSize} pixels in [0, 1]; the array may be
   *     longer
   * @param center the middle of the ball; may be the same array as {@code start}
   * @param count how many images, at least 1
   * @param objective what to raise or lower; it belongs to these images
   * @param random where random starts and transforms come from; every example has a stream of its
   *     own, so the result does not depend on the batch size
   * @param into receives the images; may be the same array as {@code start}, not as {@code center}
   *     unless that is {@code start}
   * @throws CancelledException once the session's or the listener's cancellation was asked for;
   *     {@code into} then holds what was reached so far
   * @throws RobustaException if the objective doesn't fit, or a loss is not a number
   */
  public void perturb(
      float[] start,
      float[] center,
      int count,
      Objective objective,
      SplittableRandom random,
      float[] into) {
    objective.requireFits(count, session);
    long[] seeds = new long[count];
    for (int i = 0; i < count; i++) {
      seeds[i] = random.nextLong();
    }
    stepsTaken = new int[count];
    lossesReached = new float[count];
    Arrays.fill(lossesReached, Float.NaN);
    if (into != start) {
      System.arraycopy(start, 0, into, 0, count * inputSize);
    }
    if (pgd.constraint().eps() == 0 && start == center) {
      return;
    }
    prepare(Math.min(count, pgd.batchSize(inputSize)), objective);
    for (int first = 0; first < count; first += capacity) {
      int examples = Math.min(capacity, count - first);
      for (int i = 0; i < examples; i++) {
        randoms[i] = new SplittableRandom(seeds[first + i]);
      }
      Part part = new Part(first, examples, count, objective);
      System.arraycopy(center, first * inputSize, images, 0, examples * inputSize);
      space.fromImages(images, examples, this.center);
      System.arraycopy(into, first * inputSize, images, 0, examples * inputSize);
      optimize(part, into);
    }
  }

  /**
   * The loss of each image as it is, without transforms.
   *
   * @param shown {@code count * inputSize} pixels
   * @param into receives {@code count} losses
   */
  public void losses(float[] shown, int count, Objective objective, float[] into) {
    objective.requireFits(count, session);
    prepare(Math.min(count, pgd.batchSize(inputSize)), objective);
    for (int first = 0; first < count; first += capacity) {
      int examples = Math.min(capacity, count - first);
      System.arraycopy(shown, first * inputSize, images, 0, examples * inputSize);
      session.forward(images, examples);
      values.read(session, first, examples);
      objective.evaluate(values, losses);
      System.arraycopy(losses, 0, into, first, examples);
    }
  }

  /** Some consecutive examples of a batch. */
  private record Part(int first, int count, int total, Objective objective) {}

  /** Makes room; {@link Pgd#arrays} counts the arrays of pixels. */
  private void prepare(int examples, Objective objective) {
    boolean grown = examples > capacity;
    if (grown) {
      capacity = examples;
      space = pgd.parametrization().over(channels, height, width, capacity);
      transform = pgd.transform().bind(channels, height, width, capacity);
      gradientFilter = pgd.gradientFilter().bind(channels, height, width);
      imageFilter = pgd.imageFilter().bind(channels, height, width);
      size = space.size();
      variables = new float[capacity * size];
      center = new float[capacity * size];
      best = new float[pgd.useBest() ? capacity * size : 0];
      kept = new float[pgd.restarts() > 1 ? capacity * size : 0];
      noise = new float[pgd.randomStart() ? capacity * size : 0];
      filtered = new float[pgd.imageFilter() == Filter.NONE ? 0 : capacity * size];
      images = new float[capacity * inputSize];
      gradient = new float[capacity * inputSize];
      losses = new float[capacity];
      bestLosses = new float[capacity];
      keptLosses = new float[capacity];
      done = new boolean[capacity];
      randoms = new SplittableRandom[capacity];
    }
    Set<Tap> read = pgd.taps(objective);
    if (grown || !read.equals(tapsRead) || !objective.taps().equals(tapsDifferentiated)) {
      tapsRead = read;
      tapsDifferentiated = objective.taps();
      values = new TapValues(session, tapsRead, tapsDifferentiated, capacity);
    }
  }

  private void optimize(Part part, float[] into) {
    int length = part.count * size;
    for (int restart = 0; restart < pgd.restarts(); restart++) {
      space.fromImages(images, part.count, variables);
      if (pgd.randomStart()) {
        startRandomly(part.count);
      }
      Arrays.fill(done, false);
      if (pgd.useBest()) {
        System.arraycopy(variables, 0, best, 0, length);
        Arrays.fill(bestLosses, worst());
      }
      try {
        climb(part, restart);
      } catch (CancelledException e) {
        // A restart that did not finish can't be compared with the ones that did.
        store(part, restart == 0 ? reached() : kept, into);
        throw e;
      }
      if (pgd.restarts() > 1) {
        keepWorstCase(part.count, restart == 0);
        System.arraycopy(keptLosses, 0, lossesReached, part.first, part.count);
      }
    }
    store(part, pgd.restarts() > 1 ? kept : reached(), into);
  }

  private void startRandomly(int count) {
    Constraint constraint = pgd.constraint();
    for (int i = 0; i < count; i++) {
      int from = i * size;
      int to = from + size;
      constraint.drawNoise(randoms[i], noise, from, to);
      constraint.randomStart(variables, noise, from, to);
      space.clamp(variables, from, to);
    }
  }

  /** One run from the current variables to the last step, or to where every example is done. */
  private void climb(Part part, int restart) {
    int steps = pgd.steps();
    boolean endIsEvaluated = pgd.useBest() || pgd.restarts() > 1 || pgd.stopRule() != null;
    double stepSize = pgd.stepSize(part.total);
    float scale = (pgd.minimize() ? -1f : 1f) / part.total;
    for (int step = 0; step < steps || endIsEvaluated; step++) {
      float[] current = space.toImages(variables, part.count);
      transform.draw(randoms, part.count);
      session.forward(transform.apply(current, part.count), part.count);
      values.read(session, part.first, part.count);
      part.objective.evaluate(values, losses);
      requireNumbers(part, step);
      if (pgd.useBest()) {
        replaceBest(part.count);
      }
      boolean allDone = pgd.stopRule() != null && stop(part.count);
      if (restart == 0) {
        float[] reachedLosses = pgd.useBest() ? bestLosses : losses;
        System.arraycopy(reachedLosses, 0, lossesReached, part.first, part.count);
      }
      listener.step(step, new StepListener.State(restart, part.first, part.count, current, losses));
      if (step == steps || allDone) {
        return;
      }
      values.scaleGradients(scale);
      session.backward(values.gradients(), part.objective.fakeRelu(), gradient);
      float[] uphill = transform.adjoint(gradient, part.count);
      for (int i = 0; i < part.count; i++) {
        gradientFilter.apply(uphill, i * inputSize);
      }
      move(part, space.gradient(uphill, part.count), stepSize);
      if (filtered.length > 0 && (step + 1) % pgd.filterEvery() == 0) {
        filter(part.count);
      }
    }
  }

  /** Filters the images of those that are not done. */
  private void filter(int count) {
    // The step was taken, so the gradient's room is free.
    System.arraycopy(space.toImages(variables, count), 0, gradient, 0, count * inputSize);
    for (int i = 0; i < count; i++) {
      imageFilter.apply(gradient, i * inputSize);
    }
    space.fromImages(gradient, count, filtered);
    for (int i = 0; i < count; i++) {
      if (!done[i]) {
        int from = i * size;
        System.arraycopy(filtered, from, variables, from, size);
        pgd.constraint().project(variables, center, from, from + size);
        space.clamp(variables, from, from + size);
      }
    }
  }

  private void move(Part part, float[] uphill, double stepSize) {
    Constraint constraint = pgd.constraint();
    for (int i = 0; i < part.count; i++) {
      if (!done[i]) {
        int from = i * size;
        int to = from + size;
        constraint.step(variables, uphill, from, to, stepSize);
        constraint.project(variables, center, from, to);
        space.clamp(variables, from, to);
        stepsTaken[part.first + i]++;
      }
    }
  }

  private void requireNumbers(Part part, int step) {
    for (int i = 0; i < part.count; i++) {
      if (Float.isNaN(losses[i])) {
        throw new NotANumberException(
            "the loss of image %d is not a number at step %d; look for values that are not numbers"
                    .formatted(part.first + i, step)
                + " in the images, the model's weights or the objective");
      }
    }
  }

  private void replaceBest(int count) {
    for (int i = 0; i < count; i++) {
      if (!done[i] && better(losses[i], bestLosses[i])) {
        take(i, losses, variables, bestLosses, best);
      }
    }
  }

  /** Marks who is done; their result is where they are now, whatever was better before. */
  private boolean stop(int count) {
    boolean all = true;
    for (int i = 0; i < count; i++) {
      if (!done[i] && pgd.stopRule().done(values, i)) {
        done[i] = true;
        if (pgd.useBest()) {
          take(i, losses, variables, bestLosses, best);
        }
      }
      all &= done[i];
    }
    return all;
  }

  private void keepWorstCase(int count, boolean firstRun) {
    float[] reachedLosses = pgd.useBest() ? bestLosses : losses;
    for (int i = 0; i < count; i++) {
      if (firstRun || better(reachedLosses[i], keptLosses[i])) {
        take(i, reachedLosses, reached(), keptLosses, kept);
      }
    }
  }

  private void take(int example, float[] loss, float[] from, float[] lossInto, float[] into) {
    lossInto[example] = loss[example];
    System.arraycopy(from, example * size, into, example * size, size);
  }

  private boolean better(float loss, float than) {
    return pgd.minimize() ? loss < than : loss > than;
  }

  private float worst() {
    return pgd.minimize() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
  }

  private float[] reached() {
    return pgd.useBest() ? best : variables;
  }

  private void store(Part part, float[] result, float[] into) {
    float[] shown = space.toImages(result, part.count);
    System.arraycopy(shown, 0, into, part.first * inputSize, part.count * inputSize);
  }
}
