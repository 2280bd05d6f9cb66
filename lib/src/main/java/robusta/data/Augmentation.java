package robusta.data;

import java.util.List;
import java.util.SplittableRandom;

/** A random change of training images that keeps their labels. */
@FunctionalInterface
public interface Augmentation {

  /** Changes nothing. */
  Augmentation NONE = (images, random) -> images;

  /**
   * Changes a batch.
   *
   * @param images the batch; it may be changed in place
   * @param random where every random number comes from
   * @return the changed batch, of the same shape; it may be the same object
   */
  Images apply(Images images, SplittableRandom random);

  /** This change, then another. */
  default Augmentation then(Augmentation next) {
    return new AugmentationChain(this, next);
  }

  /** The changes it is made of, in their order: itself, unless it was made with {@link #then}. */
  default List<Augmentation> parts() {
    return List.of(this);
  }

  /** What recipes call it; equal names should mean equal changes. */
  default String name() {
    if (this == NONE) {
      return "none";
    }
    return getClass().isHidden() ? "custom" : toString();
  }
}
