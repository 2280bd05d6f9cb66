package robusta.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One change, then another. */
record AugmentationChain(Augmentation first, Augmentation next) implements Augmentation {

  @Override
  public Images apply(Images images, SplittableRandom random) {
    return next.apply(first.apply(images, random), random);
  }

  @Override
  public List<Augmentation> parts() {
    return Stream.concat(first.parts().stream(), next.parts().stream()).toList();
  }

  @Override
  public String toString() {
    return first.name() + ", " + next.name();
  }
}
