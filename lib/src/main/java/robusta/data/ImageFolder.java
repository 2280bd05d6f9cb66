package robusta.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import robusta.run.RobustaException;

/**
 * Image files sorted into one folder per class, as torchvision's ImageFolder has them: {@code
 * train/CLASS/...} and {@code val/CLASS/...} (or {@code test/CLASS/...}). A folder that holds the
 * classes directly, or has no val half, is split: of each class, a tenth, but at least one image,
 * is for testing.
 *
 * <p>The classes are the folders' names in alphabetical order; files may lie in folders inside
 * them. Every image is fitted to one size (see {@link ImageFiles#fit}) and rounded to bytes. Files
 * are read when a batch needs them, and what was read is kept where all of it fits into a quarter
 * of the heap.
 */
public final class ImageFolder {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "wbmp");
  private static final List<String> TEST_HALVES = List.of("val", "test");
  private static final int TEST_SHARE = 10;

  private ImageFolder() {}

  /**
   * Finds the images of a folder, in RGB, split with seed 0 where they have to be.
   *
   * @param folder the folder
   * @param size height and width that every image is fitted to
   * @throws RobustaException if there is no such folder, it holds no classes, or a class no images
   */
  public static DataSource load(Path folder, int size) {
    return load(folder, size, 3, 0);
  }

  /**
   * Finds the images of a folder. The normalizer is the mean and deviation of at most 500 training
   * images, taken evenly.
   *
   * @param folder the folder
   * @param size height and width that every image is fitted to
   * @param channels 1 for grey, 3 for RGB; every file is converted
   * @param seed decides which images are for testing where there is no val half
   * @throws RobustaException if there is no such folder, it holds no classes, or a class no images
   */
  public static DataSource load(Path folder, int size, int channels, long seed) {
    Listing listing = list(folder, seed);
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    FileDataset train = dataset(name + " train", listing.train(), size, channels);
    FileDataset test = dataset(name + " test", listing.test(), size, channels);
    return new DataSource(name, train, test, train.measuredNormalizer());
  }

  /** The files of both halves by class; both have the same classes. */
  record Listing(Map<String, List<Path>> train, Map<String, List<Path>> test) {}

  static FileDataset dataset(String name, Map<String, List<Path>> files, int size, int channels) {
    List<String> classes = List.copyOf(files.keySet());
    List<Path> all = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      for (Path file : files.get(classes.get(label))) {
        all.add(file);
        labels.add(label);
      }
    }
    return new FileDataset(
        name, classes, all, labels.stream().mapToInt(i -> i).toArray(), size, channels);
  }

  static Listing list(Path folder, long seed) {
    if (!Files.isDirectory(folder)) {
      throw new RobustaException("the image folder " + folder + " does not exist");
    }
    Path train = folder.resolve("train");
    if (!Files.isDirectory(train)) {
      return split(classes(folder), seed);
    }
    for (String half : TEST_HALVES) {
      if (Files.isDirectory(folder.resolve(half))) {
        return both(classes(train), classes(folder.resolve(half)), folder.resolve(half));
      }
    }
    return split(classes(train), seed);
  }

  private static Listing both(
      Map<String, List<Path>> train, Map<String, List<Path>> test, Path testFolder) {
    for (String name : test.keySet()) {
      if (!train.containsKey(name)) {
        throw new RobustaException(
            "%s holds a class '%s' that the training half lacks".formatted(testFolder, name));
      }
    }
    Map<String, List<Path>> complete = new TreeMap<>();
    train.keySet().forEach(name -> complete.put(name, test.getOrDefault(name, List.of())));
    return new Listing(train, complete);
  }

  static Listing split(Map<String, List<Path>> files, long seed) {
    Map<String, List<Path>> train = new LinkedHashMap<>();
    Map<String, List<Path>> test = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    files.forEach(
        (name, all) -> {
          if (all.size() == 1) {
            throw new RobustaException(
                "class '%s' has one image (%s), which cannot be split into training and test; add more, or make folders train and val"
                    .formatted(name, all.get(0)));
          }
          int[] order = Datasets.shuffled(all.size(), random);
          int tests = Math.min(all.size(), Math.max(1, all.size() / TEST_SHARE));
          List<Path> trained = new ArrayList<>();
          List<Path> tested = new ArrayList<>();
          for (int i = 0; i < all.size(); i++) {
            (order[i] < tests ? tested : trained).add(all.get(i));
          }
          train.put(name, trained);
          test.put(name, tested);
        });
    return new Listing(train, test);
  }

  /** The image files below each class's folder, sorted. */
  private static Map<String, List<Path>> classes(Path folder) {
    Map<String, List<Path>> files = new TreeMap<>();
    for (Path child : children(folder)) {
      if (Files.isDirectory(child) && !hidden(child)) {
        List<Path> images = images(child);
        if (images.isEmpty()) {
          throw new RobustaException(
              child + " holds no images, so it cannot be a class; add some or remove it");
        }
        files.put(child.getFileName().toString(), images);
      }
    }
    if (files.isEmpty()) {
      throw new RobustaException(
          folder
              + " holds no class folders; put the images of each class into a folder of its own");
    }
    return files;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  static List<Path> images(Path folder) {
    try (Stream<Path> files = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(file -> isImage(file) && Files.isRegularFile(file)).sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && !hidden(file);
  }

  private static boolean hidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
