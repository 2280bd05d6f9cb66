package robusta.data;

import java.util.List;

/**
 * Images in memory with one byte a value, as the published files have them: a quarter of the memory
 * of floats. A batch's pixels are the bytes divided by 255.
 */
final class ByteDataset implements Dataset {
  private static final float[] UNIT = new float[256];

  static {
    for (int i = 0; i < UNIT.length; i++) {
      UNIT[i] = i / 255f;
    }
  }

  private final String name;
  private final List<String> classes;
  private final int channels;
  private final int height;
  private final int width;
  private final byte[] values;
  private final int[] labels;

  /**
   * Wraps bytes.
   *
   * @param values the images one after another, each channel by channel, row by row
   */
  ByteDataset(
      String name,
      List<String> classes,
      int channels,
      int height,
      int width,
      byte[] values,
      int[] labels) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.values = values;
    this.labels =
        Datasets.requireLabels(name, classes, values.length / (channels * height * width), labels);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public Batch batch(int... indices) {
    int[] chosen = Datasets.select(this, labels, indices);
    Images images = Images.zeros(indices.length, channels, height, width);
    for (int i = 0; i < indices.length; i++) {
      toUnit(values, indices[i] * images.imageSize(), images, i);
    }
    return new Batch(images, chosen);
  }

  /** The mean and standard deviation of each channel over all images, computed exactly. */
  Normalizer measuredNormalizer() {
    long[][] histogram = new long[channels][256];
    count(values, height * width, histogram);
    return normalizer(histogram);
  }

  /** Divides the bytes from {@code from} on by 255 into image {@code index}. */
  static void toUnit(byte[] bytes, int from, Images images, int index) {
    float[] pixels = images.pixels();
    int to = index * images.imageSize();
    for (int k = 0; k < images.imageSize(); k++) {
      pixels[to + k] = UNIT[bytes[from + k] & 0xff];
    }
  }

  /** Counts every byte value of images whose planes are this long, channel by channel. */
  static void count(byte[] values, int plane, long[][] histogram) {
    for (int at = 0; at < values.length; at += plane) {
      long[] counts = histogram[at / plane % histogram.length];
      for (int k = at; k < at + plane; k++) {
        counts[values[k] & 0xff]++;
      }
    }
  }

  /** The mean and standard deviation that each channel's count of every byte value stands for. */
  static Normalizer normalizer(long[][] histogram) {
    float[] mean = new float[histogram.length];
    float[] std = new float[histogram.length];
    for (int c = 0; c < histogram.length; c++) {
      double count = 0;
      double sum = 0;
      double squares = 0;
      for (int value = 0; value < 256; value++) {
        count += histogram[c][value];
        sum += (double) histogram[c][value] * value;
        squares += (double) histogram[c][value] * value * value;
      }
      double average = sum / count;
      mean[c] = (float) (average / 255);
      std[c] = (float) (Math.sqrt(squares / count - average * average) / 255);
    }
    return new Normalizer(mean, std);
  }
}
