package robusta.represent;

import java.util.Arrays;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.model.Model;
import robusta.run.RunContext;

/**
 * What a network that took no part in an interpolation, the judge, makes of its frames and of the
 * pixel mixtures under them. The classes of the two ends are those that it sees there itself.
 *
 * @param judge the judge's name and hash
 * @param frames images per pair
 * @param images what it makes of the interpolation in representation space
 * @param blends what it makes of the interpolation of the pixels
 */
public record PathJudgement(String judge, int frames, Activations images, Activations blends) {

  /** Asks a judge. */
  static PathJudgement by(
      Model judge, Engine engine, Images images, Images blends, int frames, RunContext context) {
    Representations asked = Representations.on(judge, engine);
    return new PathJudgement(
        judge.name() + " " + judge.hash(),
        frames,
        asked.of(images, context),
        asked.of(blends, context));
  }

  /** The largest probability that the judge gives to a class, per image. */
  public static double[] confidence(Activations judged) {
    double[] confidence = new double[judged.count()];
    Arrays.setAll(confidence, i -> Arrays.stream(judged.probabilities(i)).max().orElse(Double.NaN));
    return confidence;
  }

  /** The probability that the judge gives to the classes of the two ends together, per image. */
  public double[] atEnds(Activations judged) {
    // The pixel mixtures at both ends are the images that were interpolated.
    int[] seen = blends.predictions();
    double[] share = new double[judged.count()];
    for (int i = 0; i < share.length; i++) {
      double[] probabilities = judged.probabilities(i);
      int first = seen[i / frames * frames];
      int last = seen[i / frames * frames + frames - 1];
      share[i] = probabilities[first] + (first == last ? 0 : probabilities[last]);
    }
    return share;
  }
}
