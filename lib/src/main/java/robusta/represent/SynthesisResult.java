package robusta.represent;

import java.util.List;
import java.util.Optional;
import robusta.data.Images;
import robusta.run.Recipe;

/**
 * What a {@link Synthesis} made; image i began at start i.
 *
 * @param task which: {@code "generate"}, {@code "translate"}, {@code "sketch"}, {@code "inpaint"},
 *     {@code "upscale"} or {@code "paint"}
 * @param originals what was hidden from inpainting and upscaling; empty for the others
 * @param starts where the images began
 * @param images what they became
 * @param region one value per pixel value of the images, 1 inside the mask and 0 outside; empty
 *     where there is no mask
 * @param classes the class that each image was to have; empty for painting
 * @param features the coordinate that each image raised; empty except for painting
 * @param before what the network makes of the starts
 * @param after what it makes of the images
 * @param judged what a judge says, if one was asked
 * @param losses the loss on the way
 * @param snapshots the images on the way, if asked for
 * @param stopped whether it was cancelled; the images then are what was reached
 * @param recipe how the result came about
 */
public record SynthesisResult(
    String task,
    Optional<Images> originals,
    Images starts,
    Images images,
    float[] region,
    int[] classes,
    int[] features,
    Activations before,
    Activations after,
    Optional<Assignment> judged,
    LossCurve losses,
    List<Snapshot> snapshots,
    boolean stopped,
    Recipe recipe) {

  /** What the network itself assigns; empty for painting. */
  public Optional<Assignment> own() {
    return classes.length == 0
        ? Optional.empty()
        : Optional.of(new Assignment("itself", classes, before, after));
  }

  /** How near the images are to what was hidden, if something was. */
  public Optional<Restoration> restoration() {
    return originals.map(wanted -> Restoration.of(images, wanted, region));
  }

  /**
   * The baseline: how near the starts are, which is filling with the mean for inpainting and
   * bicubic interpolation for upscaling.
   */
  public Optional<Restoration> baseline() {
    return originals.map(wanted -> Restoration.of(starts, wanted, region));
  }

  /** How far each image went from its start, in L2. */
  public double[] moved() {
    return RepresentationMetrics.l2(images, starts);
  }

  /** The root mean square change inside the mask; empty where there is none. */
  public double[] changeInside() {
    return region.length == 0 ? new double[0] : Restoration.rmse(images, starts, region, 1);
  }

  /** The root mean square change outside the mask; empty where there is none. */
  public double[] changeOutside() {
    return region.length == 0 ? new double[0] : Restoration.rmse(images, starts, region, 0);
  }

  /** R(start)_i of each image's feature i; empty except for painting. */
  public float[] activationBefore() {
    return before.own(features);
  }

  /** R(image)_i of each image's feature i; empty except for painting. */
  public float[] activationAfter() {
    return after.own(features);
  }
}
