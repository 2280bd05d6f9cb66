package robusta.data;

import java.util.List;
import java.util.SplittableRandom;
import robusta.run.RobustaException;

/** Datasets in memory, and the order in which training reads one. */
public final class Datasets {
  private Datasets() {}

  /**
   * A dataset of images in memory.
   *
   * @param name what it is called in recipes and tables
   * @param classes the class names, in label order
   * @param images the images; they are shared, not copied
   * @param labels one class index per image
   * @throws RobustaException if a pixel is not a number in [0, 1], the number of labels is not that
   *     of the images, or a label has no class
   */
  public static Dataset of(String name, List<String> classes, Images images, int[] labels) {
    images.requireValid();
    return new ImagesDataset(
        name, List.copyOf(classes), images, requireLabels(name, classes, images.count(), labels));
  }

  /** A random order of the indices 0 to {@code size - 1} (Fisher-Yates). */
  public static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A copy of the labels, each of which has a class and an image. */
  static int[] requireLabels(String name, List<String> classes, int images, int[] labels) {
    if (labels.length != images) {
      throw new RobustaException(
          "%s has %d images but %d labels".formatted(name, images, labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new RobustaException(
            "label %d of image %d of %s has no class; there are %d classes"
                .formatted(labels[i], i, name, classes.size()));
      }
    }
    return labels.clone();
  }

  /** The values at the indices asked for, each of which must be an example of the dataset. */
  static int[] select(Dataset dataset, int[] values, int[] asked) {
    int[] chosen = new int[asked.length];
    for (int i = 0; i < asked.length; i++) {
      requireExample(dataset, values.length, asked[i]);
      chosen[i] = values[asked[i]];
    }
    return chosen;
  }

  static void requireExample(Dataset dataset, int size, int index) {
    if (index < 0 || index >= size) {
      throw new RobustaException(
          "%s has the examples 0 to %d; example %d was asked for"
              .formatted(dataset.name(), size - 1, index));
    }
  }
}
