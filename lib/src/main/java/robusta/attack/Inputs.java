package robusta.attack;

import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.MemoryNeed;
import robusta.engine.Precision;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** Checks on images and features before a long computation begins. */
public final class Inputs {
  /** Arrays of a batch's size that an optimisation holds. */
  private static final int ARRAYS = 10;

  private Inputs() {}

  /**
   * Returns normally when a model can take these images.
   *
   * @throws RobustaException if there are none, if their channels or size are not the model's, or
   *     if a pixel is not a number in [0, 1]
   */
  public static void requireFit(Images images, Model model) {
    if (images.count() == 0) {
      throw new RobustaException("there are no images; give at least one");
    }
    model.requireImages(images);
    images.requireValid();
  }

  /**
   * Returns normally when a representation has these coordinates.
   *
   * @param size how many coordinates it has
   * @throws RobustaException otherwise
   */
  public static void requireFeatures(int size, int... features) {
    for (int feature : features) {
      if (feature < 0 || feature >= size) {
        throw new RobustaException(
            "there is no feature %d; the representation has %d (0 to %d)"
                .formatted(feature, size, size - 1));
      }
    }
  }

  /**
   * Returns normally when optimising images in the batches of {@code pgd} fits into memory, and
   * says what it takes where that is much.
   *
   * @throws robusta.run.RobustaException otherwise, with a batch that fits
   */
  public static void requireMemory(
      Images images, Pgd pgd, Model model, Engine engine, Precision precision, RunContext context) {
    MemoryNeed.on(engine)
        .session(model, Work.INPUT_GRADIENT, precision)
        .heap(0, (long) Float.BYTES * images.imageSize() * ARRAYS)
        .require(Math.min(images.count(), pgd.batchSize(images.imageSize())), context);
  }
}
