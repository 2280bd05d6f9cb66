package robusta.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import robusta.run.RobustaException;

/**
 * Fashion-MNIST: grey images of 28x28 pixels in ten classes of clothing (Xiao, Rasul and Vollgraf,
 * arXiv:1708.07747; Zalando Research, MIT license).
 */
public final class Fashion {
  private static final String NAME = "fashion";
  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private Fashion() {}

  /**
   * The subset that is part of Robusta: the first 1,000 training and the first 200 test images of
   * each class, in their original order. Its normalizer is that of its 10,000 training images.
   */
  public static DataSource embedded() {
    return source(Fashion::embedded);
  }

  /**
   * The whole dataset of 60,000 training and 10,000 test images, or any other in the same files.
   *
   * @param folder holds {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
   *     t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each plain or with {@code .gz}
   * @throws RobustaException if a file is missing, truncated or not of its kind
   */
  public static DataSource from(Path folder) {
    return source((file, rank) -> Idx.read(find(folder, file), rank));
  }

  @FunctionalInterface
  private interface Reader {
    Idx read(String file, int rank);
  }

  private static DataSource source(Reader reader) {
    ByteDataset train = half(reader, "train", "train");
    ByteDataset test = half(reader, "t10k", "test");
    if (train.height() != test.height() || train.width() != test.width()) {
      throw new RobustaException(
          "the training images are %dx%d but the test images %dx%d"
              .formatted(train.height(), train.width(), test.height(), test.width()));
    }
    return new DataSource(NAME, train, test, train.measuredNormalizer());
  }

  private static ByteDataset half(Reader reader, String prefix, String half) {
    Idx images = reader.read(prefix + "-images-idx3-ubyte", 3);
    Idx labels = reader.read(prefix + "-labels-idx1-ubyte", 1);
    int[] numbers = new int[labels.values().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels.values()[i] & 0xff;
    }
    int[] shape = images.shape();
    if (images.values().length == 0) {
      throw new RobustaException("the " + half + " images of " + NAME + " are empty");
    }
    return new ByteDataset(
        NAME + " " + half, CLASSES, 1, shape[1], shape[2], images.values(), numbers);
  }

  private static Idx embedded(String file, int rank) {
    String resource = "fashion/" + file + ".gz";
    try (InputStream in = Fashion.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from robusta-lib");
      }
      return Idx.read(in, resource, rank);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(Path folder, String file) {
    Path plain = folder.resolve(file);
    Path packed = folder.resolve(file + ".gz");
    if (!Files.exists(plain) && !Files.exists(packed)) {
      throw new RobustaException(
          "neither %s nor %s.gz exists in %s; Fashion-MNIST is the four IDX files of"
                  .formatted(file, file, folder)
              + " github.com/zalandoresearch/fashion-mnist (Debian: dataset-fashion-mnist)");
    }
    return Files.exists(plain) ? plain : packed;
  }
}
