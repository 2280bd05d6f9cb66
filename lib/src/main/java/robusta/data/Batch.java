package robusta.data;

import robusta.run.RobustaException;

/**
 * Images with their labels.
 *
 * @param images N images
 * @param labels N class indices, from 0
 */
public record Batch(Images images, int[] labels) {
  public Batch {
    if (images.count() != labels.length) {
      throw new RobustaException(
          "%d images came with %d labels".formatted(images.count(), labels.length));
    }
  }

  /** How many examples. */
  public int size() {
    return labels.length;
  }
}
