package robusta.represent;

import java.util.Arrays;
import java.util.List;
import robusta.data.Images;
import robusta.run.RobustaException;

/**
 * Inversions of the same targets from the same sources, held within several L2 balls around the
 * sources (figures 4 and 5 of the paper): how near do the representations come, and what do the
 * images look like, when they may go only so far?
 *
 * @param radii the radii of the balls
 * @param results what was found within each
 */
public record Budgets(double[] radii, List<InversionResult> results) {
  public Budgets {
    results = List.copyOf(results);
    if (radii.length == 0 || radii.length != results.size()) {
      throw new RobustaException(
          "%d radii came with %d inversions; each radius has one"
              .formatted(radii.length, results.size()));
    }
  }

  /** The images whose representations were to be met. */
  public Images targets() {
    return results.get(0).targets();
  }

  /** Where the optimisation began. */
  public Images sources() {
    return results.get(0).sources();
  }

  /** ||R(x) - R(t)|| / ||R(t)|| over the images at each radius. */
  public List<Spread> distances() {
    return results.stream().map(result -> Spread.of(result.distanceAfter())).toList();
  }

  /** Every image, radius by radius. */
  public Images images() {
    return Images.concat(results.stream().map(InversionResult::images).toArray(Images[]::new));
  }

  /** Whether it was cancelled; the radii that were not looked at are then missing. */
  public boolean stopped() {
    return results.stream().anyMatch(InversionResult::stopped);
  }

  @Override
  public String toString() {
    return "inversions within " + Arrays.toString(radii);
  }
}
