package robusta.data;

import java.util.List;
import java.util.SplittableRandom;
import robusta.run.RobustaException;

/** Some examples of another dataset, in an order of their own. */
final class Subset implements Dataset {
  private final String name;
  private final Dataset whole;
  private final int[] indices;

  Subset(String name, Dataset whole, int[] indices) {
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new RobustaException(
            "%s has the examples 0 to %d; example %d was asked for"
                .formatted(whole.name(), whole.size() - 1, index));
      }
    }
    this.name = name;
    this.whole = whole;
    this.indices = indices.clone();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public Batch batch(int... asked) {
    return whole.batch(Datasets.select(this, indices, asked));
  }

  @Override
  public Batch augmented(Augmentation augmentation, SplittableRandom random, int... asked) {
    return whole.augmented(augmentation, random, Datasets.select(this, indices, asked));
  }

  @Override
  public int[] labels() {
    int[] all = whole.labels();
    return Datasets.select(this, all, indices);
  }
}
