package robusta.represent;

import java.util.Optional;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What an {@link Interpolation} found. Frame f of pair p is image {@code p * frames + f}, at lambda
 * = f / (frames - 1).
 *
 * @param from where each pair begins
 * @param to where each pair ends
 * @param frames images per pair
 * @param blends the interpolation of the pixels, where the optimisation began
 * @param images the interpolation in representation space
 * @param distanceBefore ||R(blend) - t|| / ||t|| per image, t the interpolated representation
 * @param distanceAfter ||R(image) - t|| / ||t|| per image
 * @param losses the loss on the way
 * @param judgement what another network sees on the way, if one was asked
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record InterpolationResult(
    Images from,
    Images to,
    int frames,
    Images blends,
    Images images,
    float[] distanceBefore,
    float[] distanceAfter,
    LossCurve losses,
    Optional<PathJudgement> judgement,
    boolean stopped,
    Recipe recipe) {

  /** Lambda of a frame, from 0 to 1. */
  public double lambda(int frame) {
    return (double) frame / (frames - 1);
  }

  /** What the frames are like, over all pairs; see {@link InterpolationQuality}. */
  public InterpolationQuality quality() {
    return InterpolationQuality.of(this);
  }

  /** The frames of one pair, in order. */
  public Images pair(int index) {
    return images.slice(index * frames, (index + 1) * frames);
  }

  /** The pixel interpolation of one pair, in order. */
  public Images blendsOfPair(int index) {
    return blends.slice(index * frames, (index + 1) * frames);
  }
}
