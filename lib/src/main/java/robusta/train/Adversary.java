package robusta.train;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.engine.EvalSession;
import robusta.run.RobustaException;

/**
 * Who changes the training images before the network learns from them. It attacks the network in
 * eval mode, with the weights as they are at that step.
 */
public sealed interface Adversary permits NoAdversary, PgdAdversary, NoiseAdversary {

  /** Nobody: standard training. */
  static Adversary none() {
    return new NoAdversary();
  }

  /**
   * Projected gradient descent on the cross entropy (Madry et al. 2018).
   *
   * @param pgd its ball, steps, step size and random start; the result is the last iterate unless
   *     it keeps the best one
   */
  static Adversary pgd(Pgd pgd) {
    return new PgdAdversary(pgd);
  }

  /**
   * Projected gradient descent from a random start, keeping the last iterate.
   *
   * @param constraint the ball, such as {@code Constraint.l2(0.5)}
   * @param steps how many steps of 2.5 * eps / steps
   */
  static Adversary pgd(Constraint constraint, int steps) {
    return pgd(Pgd.in(constraint).steps(steps).randomStart(true).useBest(false).build());
  }

  /**
   * One step of size eps from an image with strong noise on it, without projection into the ball
   * (N-FGSM; de Jorge et al. 2022, "Make Some Noise"): about the price of two standard epochs, and
   * safe from the catastrophic overfitting of plain FGSM.
   *
   * <p>In the Linf ball the noise is uniform in [-2 eps, 2 eps], as in the paper. In the L2 ball it
   * has a uniform direction and length 2 / sqrt(3) * eps: the same ratio of Euclidean lengths of
   * noise and step as in the paper, which treats Linf only.
   *
   * @param constraint the ball whose robustness is wanted; its eps is finite
   */
  static Adversary noise(Constraint constraint) {
    return new NoiseAdversary(constraint);
  }

  /** The ball whose robustness is wanted; empty for nobody. */
  Optional<Constraint> ball();

  /** The radius of its ball; 0 for nobody. */
  default double eps() {
    return ball().map(Constraint::eps).orElse(0.0);
  }

  /** How often it goes through the network, forward or backward, for a batch. */
  int passes();

  /** The choices with their values, for a recipe. */
  Map<String, String> settings();

  /**
   * Makes it ready on a network.
   *
   * @param session has the logits; it stays the caller's
   * @param batch the largest batch
   */
  Attacker on(EvalSession session, int channels, int height, int width, int batch);

  /** An adversary with its buffers. */
  interface Attacker {

    /**
     * Changes images.
     *
     * @param images {@code count} images, replaced by the changed ones
     * @param labels their classes
     * @param eps the radius now, from 0 to the adversary's
     * @param random where every random number comes from
     */
    void attack(float[] images, int[] labels, int count, double eps, SplittableRandom random);
  }

  /** Checks that a ball is one that training can use. */
  static void requireBall(Constraint constraint) {
    if (Double.isInfinite(constraint.eps())) {
      throw new RobustaException(
          "adversarial training needs a ball; give a finite eps in the L2 or Linf norm");
    }
  }
}
