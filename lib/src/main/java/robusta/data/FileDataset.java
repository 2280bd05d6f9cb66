package robusta.data;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
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
  private final AtomicReferenceArray<Decoded> kept;

  /**
   * An image as it was read.
   *
   * @param bytes its pixels, fitted to the dataset's size
   * @param whole whether the file has that size itself, so that nothing was cut or resized
   */
  private record Decoded(byte[] bytes, boolean whole) {}

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

  /**
   * Where the augmentation begins with a random resized crop, that is cut from the file's whole
   * image, as torchvision does it.
   */
  @Override
  public Batch augmented(Augmentation augmentation, SplittableRandom random, int... indices) {
    List<Augmentation> parts = augmentation.parts();
    if (!(parts.get(0) instanceof ResizedCrop)) {
      return Dataset.super.augmented(augmentation, random, indices);
    }
    int[] chosen = Datasets.select(this, labels, indices);
    SplittableRandom[] streams = new SplittableRandom[indices.length];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = random.split();
    }
    Images cropped = Images.zeros(indices.length, channels, size, size);
    IntStream.range(0, indices.length)
        .parallel()
        .forEach(
            i -> {
              float[] part = ResizedCrop.crop(whole(indices[i]), size, size, streams[i]);
              System.arraycopy(part, 0, cropped.pixels(), i * part.length, part.length);
            });
    Images images = cropped;
    for (Augmentation part : parts.subList(1, parts.size())) {
      images = part.apply(images, random);
    }
    return new Batch(images, chosen);
  }

  private Images whole(int index) {
    Decoded known = keeps ? kept.get(index) : null;
    if (known == null) {
      Images image = ImageDecoder.decode(files.get(index), channels);
      if (!keeps || image.height() != size || image.width() != size) {
        return image;
      }
      known = keep(index, image);
    } else if (!known.whole) {
      return ImageDecoder.decode(files.get(index), channels);
    }
    Images image = Images.zeros(1, channels, size, size);
    ByteDataset.toUnit(known.bytes, 0, image, 0);
    return image;
  }

  private byte[] bytes(int index) {
    Decoded known = keeps ? kept.get(index) : null;
    return (known != null ? known : keep(index, ImageDecoder.decode(files.get(index), channels)))
        .bytes;
  }

  private Decoded keep(int index, Images image) {
    float[] pixels = ImageFiles.fit(image, size, size).pixels();
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i] * 255);
    }
    Decoded decoded = new Decoded(bytes, image.height() == size && image.width() == size);
    if (keeps) {
      kept.set(index, decoded);
    }
    return decoded;
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
