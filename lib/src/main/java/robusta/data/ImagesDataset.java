package robusta.data;

import java.util.List;

/** Float images in memory. */
record ImagesDataset(String name, List<String> classes, Images images, int[] labels)
    implements Dataset {

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int channels() {
    return images.channels();
  }

  @Override
  public int height() {
    return images.height();
  }

  @Override
  public int width() {
    return images.width();
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public Batch batch(int... indices) {
    int[] chosen = Datasets.select(this, labels, indices);
    return new Batch(images.select(indices), chosen);
  }
}
