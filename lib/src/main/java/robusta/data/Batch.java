package robusta.data;

import java.util.Arrays;
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

  /**
   * The same images with other labels.
   *
   * @param to what each label becomes, by the label
   */
  public Batch relabelled(int... to) {
    return new Batch(images, Arrays.stream(labels).map(label -> to[label]).toArray());
  }
}
