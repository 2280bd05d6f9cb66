package robusta.data;

import java.util.SplittableRandom;

/** One change, then another. */
record AugmentationChain(Augmentation first, Augmentation next) implements Augmentation {

  @Override
  public Images apply(Images images, SplittableRandom random) {
    return next.apply(first.apply(images, random), random);
  }

  @Override
  public String toString() {
    return first.name() + ", " + next.name();
  }
}
