package robusta.data;

import java.util.List;

/**
 * A dataset's two halves and how its pixels are normalised.
 *
 * @param name what the language calls it, such as {@code "cifar10"}
 * @param train the training half
 * @param test the test half, of the same classes and image size
 * @param normalizer the mean and deviation of its training pixels
 */
public record DataSource(String name, Dataset train, Dataset test, Normalizer normalizer) {

  /** The class names, in label order. */
  public List<String> classes() {
    return train.classes();
  }
}
