package robusta.data;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Image files that are decoded when they are needed, and kept where they fit into the heap. */
final class FileDataset implements Dataset {
  private static final int SAMPLE = 500;
  private static final int HEAP_SHARE = 4;

  private final String name;
  private final List<String> classes;
  private final List<Path> files;
  private final int[] labels;
  private final int size;
  private final int channels;
  private final boolean keeps;
  private final AtomicReferenceArray<byte[]> kept;

  FileDataset(
      String name, List<String> classes, List<Path> files, int[] labels, int size, int channels) {
    this.name = name;
    this.classes = classes;
    this.files = files;
    this.labels = labels;
    this.size = size;
    this.channels = channels;
    this.keeps =
        (long) files.size() * channels * size * size
            < Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    this.kept = new AtomicReferenceArray<>(keeps ? files.size() : 0);
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
    return size;
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public Batch batch(int... indices) {
    int[] chosen = Datasets.select(this, labels, indices);
    Images images = Images.zeros(indices.length, channels, size, size);
    IntStream.range(0, indices.length)
        .parallel()
        .forEach(i -> ByteDataset.toUnit(bytes(indices[i]), 0, images, i));
    return new Batch(images, chosen);
  }

  private byte[] bytes(int index) {
    byte[] known = keeps ? kept.get(index) : null;
    if (known != null) {
      return known;
    }
    float[] pixels = ImageFiles.read(channels, size, size, files.get(index)).pixels();
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i] * 255);
    }
    if (keeps) {
      kept.set(index, bytes);
    }
    return bytes;
  }

  /** The mean and deviation of each channel over at most {@value #SAMPLE} images, taken evenly. */
  Normalizer measuredNormalizer() {
    int count = Math.min(SAMPLE, labels.length);
    long[][] histogram = new long[channels][256];
    IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> bytes((int) ((long) i * labels.length / count)))
        .forEachOrdered(bytes -> ByteDataset.count(bytes, size * size, histogram));
    return ByteDataset.normalizer(histogram);
  }
}
