package robusta.attack;

import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What an {@link Attack} found at one eps; every array has one value per image.
 *
 * @param originals the images that were attacked
 * @param images the attacked images
 * @param eps the radius of the ball; infinite when unconstrained
 * @param sizes how far each image moved, in the norm of the attack (L2 when unconstrained)
 * @param lossesBefore the loss of the originals
 * @param lossesAfter the loss of the attacked images
 * @param predictionsBefore the class predicted for the originals
 * @param predictionsAfter the class predicted for the attacked images
 * @param success whether the attack reached its goal: the target class is predicted when it has
 *     targets, otherwise another class than the label is (than the original prediction, where there
 *     are no labels)
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record AttackResult(
    Images originals,
    Images images,
    double eps,
    float[] sizes,
    float[] lossesBefore,
    float[] lossesAfter,
    int[] predictionsBefore,
    int[] predictionsAfter,
    boolean[] success,
    boolean stopped,
    Recipe recipe) {

  /** The part of the images for which the attack succeeded, from 0 to 1. */
  public double successRate() {
    int successes = 0;
    for (boolean s : success) {
      successes += s ? 1 : 0;
    }
    return (double) successes / success.length;
  }
}
