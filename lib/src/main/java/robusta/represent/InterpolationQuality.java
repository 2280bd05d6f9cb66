package robusta.represent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Numbers for an interpolation, frame by frame over all pairs: whether the frames have the
 * representations that they were to have, whether they are more than the pixels' mixture, and
 * whether a judge sees something in them.
 *
 * @param frames the frames, from lambda 0 to 1
 */
public record InterpolationQuality(List<Frame> frames) {

  /**
   * One frame.
   *
   * @param lambda from 0 to 1
   * @param distance ||R(x) - t|| / ||t||, t the interpolated representation
   * @param distanceOfMixture the same of the pixel mixture
   * @param fromMixture how far the frame is from the pixel mixture: root mean square difference
   * @param sight what a judge sees; empty where none was asked
   */
  public record Frame(
      double lambda,
      Spread distance,
      Spread distanceOfMixture,
      Spread fromMixture,
      Optional<Sight> sight) {}

  /**
   * What a judge sees in a frame.
   *
   * @param confidence the probability of the class it sees
   * @param confidenceOfMixture the same of the pixel mixture
   * @param ends the probability of the classes of the two ends together
   * @param endsOfMixture the same of the pixel mixture
   */
  public record Sight(
      Spread confidence, Spread confidenceOfMixture, Spread ends, Spread endsOfMixture) {}

  public InterpolationQuality {
    frames = List.copyOf(frames);
  }

  /** The frame nearest to the middle; of two the earlier. */
  public Frame middle() {
    return frames.get((frames.size() - 1) / 2);
  }

  /** Measures an interpolation. */
  public static InterpolationQuality of(InterpolationResult result) {
    int each = result.frames();
    double[] fromMixture = RepresentationMetrics.rmse(result.images(), result.blends());
    double[] after = doubles(result.distanceAfter());
    double[] before = doubles(result.distanceBefore());
    List<Frame> frames = new ArrayList<>();
    for (int f = 0; f < each; f++) {
      int frame = f;
      frames.add(
          new Frame(
              result.lambda(f),
              at(f, each, after),
              at(f, each, before),
              at(f, each, fromMixture),
              result.judgement().map(judgement -> sight(judgement, frame))));
    }
    return new InterpolationQuality(frames);
  }

  private static Sight sight(PathJudgement judgement, int frame) {
    int each = judgement.frames();
    return new Sight(
        at(frame, each, PathJudgement.confidence(judgement.images())),
        at(frame, each, PathJudgement.confidence(judgement.blends())),
        at(frame, each, judgement.atEnds(judgement.images())),
        at(frame, each, judgement.atEnds(judgement.blends())));
  }

  /** One frame of every pair. */
  private static Spread at(int frame, int each, double... values) {
    double[] chosen = new double[values.length / each];
    Arrays.setAll(chosen, pair -> values[pair * each + frame]);
    return Spread.of(chosen);
  }

  private static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
