package robusta.attack;

import java.util.SplittableRandom;
import robusta.run.RobustaException;

/**
 * Where the optimised variables may go, how a step is taken there and where a random start lies.
 *
 * <p>It acts on the variables of a {@link Parametrization}: on pixels with the usual one, on
 * Fourier coefficients otherwise. Keeping pixels in [0, 1] is the parametrization's business, done
 * after each call here. All methods work on one example, the values at {@code [from, to)}. The
 * formulas and constants are those of {@code robustness.attack_steps} (1.2.1).
 */
public sealed interface Constraint
    permits Constraint.L2, Constraint.Linf, Constraint.Unconstrained {

  /** The ball ||x - center||2 <= eps; infinite: normalised steps without a ball. */
  static Constraint l2(double eps) {
    return new L2(eps);
  }

  /** The ball max |x - center| <= eps. */
  static Constraint linf(double eps) {
    return new Linf(eps);
  }

  /** No ball, and steps along the gradient as it is. */
  static Constraint unconstrained() {
    return new Unconstrained();
  }

  /** The radius; positive infinity where there is no ball. */
  double eps();

  /**
   * The same kind of ball with another radius.
   *
   * @throws RobustaException if {@code eps} is negative or not a number
   */
  Constraint withEps(double eps);

  /** What the user calls it: {@code "L2"}, {@code "Linf"} or {@code "unconstrained"}. */
  String norm();

  /**
   * The step size used when none is given: 2.5 * eps / steps in a ball. Without a ball, where the
   * gradient is that of the batch mean and therefore shrinks with the batch, one per example:
   * {@code count}.
   *
   * @param steps how many steps will be taken
   * @param count examples in the batch whose mean is differentiated
   * @throws RobustaException if the ball has no finite radius to derive it from
   */
  double defaultStepSize(int steps, int count);

  /** Moves {@code x} one step uphill along {@code gradient}. */
  void step(float[] x, float[] gradient, int from, int to, double stepSize);

  /** Moves {@code x} into the ball around {@code center}. */
  void project(float[] x, float[] center, int from, int to);

  /** The size of {@code x - center} in this constraint's norm (L2 where there is none). */
  double distance(float[] x, float[] center, int from, int to);

  /** Draws the noise that {@link #randomStart} takes. */
  void drawNoise(SplittableRandom random, float[] noise, int from, int to);

  /** Moves {@code x} to the random start that {@code noise} decides. */
  void randomStart(float[] x, float[] noise, int from, int to);

  /**
   * The Euclidean ball. Step: x + step * g / (||g|| + 1e-10). Projection, where d = x - center is
   * longer than eps: center + d * eps / (||d|| + 1e-7). Random start: x + eps * n / (||n|| + 1e-10)
   * with n ~ N(0, 1).
   */
  record L2(double eps) implements Constraint {
    public L2 {
      requireRadius(eps);
    }

    @Override
    public Constraint withEps(double other) {
      return new L2(other);
    }

    @Override
    public String norm() {
      return "L2";
    }

    @Override
    public double defaultStepSize(int steps, int count) {
      return stepSizeInBall(eps, steps);
    }

    @Override
    public void step(float[] x, float[] gradient, int from, int to, double stepSize) {
      double norm = Vectors.norm(gradient, from, to);
      Vectors.addScaled(x, (float) (stepSize / (norm + 1e-10)), gradient, from, to);
    }

    @Override
    public void project(float[] x, float[] center, int from, int to) {
      double norm = Vectors.distance(x, center, from, to);
      if (norm > eps) {
        float scale = (float) (eps / (norm + 1e-7));
        for (int i = from; i < to; i++) {
          x[i] = center[i] + (x[i] - center[i]) * scale;
        }
      }
    }

    @Override
    public double distance(float[] x, float[] center, int from, int to) {
      return Vectors.distance(x, center, from, to);
    }

    @Override
    public void drawNoise(SplittableRandom random, float[] noise, int from, int to) {
      for (int i = from; i < to; i++) {
        noise[i] = (float) random.nextGaussian();
      }
    }

    @Override
    public void randomStart(float[] x, float[] noise, int from, int to) {
      double norm = Vectors.norm(noise, from, to);
      Vectors.addScaled(x, (float) (eps / (norm + 1e-10)), noise, from, to);
    }
  }

  /**
   * The cube. Step: x + step * sign(g). Projection: x - center clamped to [-eps, eps]. Random
   * start: x + eps * u with u uniform in [-1, 1].
   */
  record Linf(double eps) implements Constraint {
    public Linf {
      requireRadius(eps);
    }

    @Override
    public Constraint withEps(double other) {
      return new Linf(other);
    }

    @Override
    public String norm() {
      return "Linf";
    }

    @Override
    public double defaultStepSize(int steps, int count) {
      return stepSizeInBall(eps, steps);
    }

    @Override
    public void step(float[] x, float[] gradient, int from, int to, double stepSize) {
      float step = (float) stepSize;
      for (int i = from; i < to; i++) {
        x[i] += step * Math.signum(gradient[i]);
      }
    }

    @Override
    public void project(float[] x, float[] center, int from, int to) {
      float radius = (float) eps;
      for (int i = from; i < to; i++) {
        x[i] = center[i] + Math.min(radius, Math.max(-radius, x[i] - center[i]));
      }
    }

    @Override
    public double distance(float[] x, float[] center, int from, int to) {
      return Vectors.maxDistance(x, center, from, to);
    }

    @Override
    public void drawNoise(SplittableRandom random, float[] noise, int from, int to) {
      for (int i = from; i < to; i++) {
        noise[i] = (float) (2 * random.nextDouble() - 1);
      }
    }

    @Override
    public void randomStart(float[] x, float[] noise, int from, int to) {
      Vectors.addScaled(x, (float) eps, noise, from, to);
    }
  }

  /**
   * Everywhere. Step: x + step * g, where g is the gradient of the batch mean, so the same step
   * size moves an image of a batch of two half as far as one alone.
   */
  record Unconstrained() implements Constraint {
    @Override
    public double eps() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public Constraint withEps(double other) {
      throw new RobustaException(
          "an unconstrained attack has no eps; use the L2 or Linf norm, or leave eps out");
    }

    @Override
    public String norm() {
      return "unconstrained";
    }

    @Override
    public double defaultStepSize(int steps, int count) {
      return count;
    }

    @Override
    public void step(float[] x, float[] gradient, int from, int to, double stepSize) {
      Vectors.addScaled(x, (float) stepSize, gradient, from, to);
    }

    @Override
    public void project(float[] x, float[] center, int from, int to) {
      // Every point is inside.
    }

    @Override
    public double distance(float[] x, float[] center, int from, int to) {
      return Vectors.distance(x, center, from, to);
    }

    @Override
    public void drawNoise(SplittableRandom random, float[] noise, int from, int to) {
      throw new RobustaException(
          "a random start needs a ball to lie in; use the L2 or Linf norm, or no random start");
    }

    @Override
    public void randomStart(float[] x, float[] noise, int from, int to) {
      throw new RobustaException(
          "a random start needs a ball to lie in; use the L2 or Linf norm, or no random start");
    }
  }

  private static void requireRadius(double eps) {
    if (!(eps >= 0)) {
      throw new RobustaException("eps must be 0 or more, not " + eps);
    }
  }

  private static double stepSizeInBall(double eps, int steps) {
    if (Double.isInfinite(eps)) {
      throw new RobustaException(
          "a step size must be given where eps is infinite; there is no ball to derive it from");
    }
    return 2.5 * eps / steps;
  }
}
