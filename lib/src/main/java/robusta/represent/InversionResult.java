package robusta.represent;

import java.util.List;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What an {@link Inversion} found; image i belongs to target i and source i.
 *
 * @param targets the images whose representations were to be met
 * @param sources where the optimisation began
 * @param images what it found
 * @param distanceBefore ||R(source) - R(target)|| / ||R(target)|| per image
 * @param distanceAfter ||R(image) - R(target)|| / ||R(target)|| per image
 * @param losses the loss on the way
 * @param snapshots the images on the way, if asked for
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record InversionResult(
    Images targets,
    Images sources,
    Images images,
    float[] distanceBefore,
    float[] distanceAfter,
    LossCurve losses,
    List<Snapshot> snapshots,
    boolean stopped,
    Recipe recipe) {

  /** How much the images resemble their targets; see {@link InversionQuality}. */
  public InversionQuality quality() {
    return InversionQuality.of(this);
  }
}
