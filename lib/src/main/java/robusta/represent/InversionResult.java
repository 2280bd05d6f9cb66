package robusta.represent;

import java.util.List;
import java.util.Optional;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What an {@link Inversion} found; image i belongs to target i and source i. Where every target had
 * several starts, all targets with their first come first, then all with their second.
 *
 * @param targets the images whose representations were to be met, once per start
 * @param sources where the optimisation began
 * @param images what it found
 * @param starts how many starts each target had
 * @param distanceBefore ||R(source) - R(target)|| / ||R(target)|| per image
 * @param distanceAfter ||R(image) - R(target)|| / ||R(target)|| per image
 * @param losses the loss on the way
 * @param snapshots the images on the way, if asked for
 * @param judgement what another network makes of them, if one was asked
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record InversionResult(
    Images targets,
    Images sources,
    Images images,
    int starts,
    float[] distanceBefore,
    float[] distanceAfter,
    LossCurve losses,
    List<Snapshot> snapshots,
    Optional<Judgement> judgement,
    boolean stopped,
    Recipe recipe) {

  /** How much the images resemble their targets; see {@link InversionQuality}. */
  public InversionQuality quality() {
    return InversionQuality.of(this);
  }

  /** How far each image went from its source, in L2. */
  public double[] moved() {
    return RepresentationMetrics.l2(images, sources);
  }
}
