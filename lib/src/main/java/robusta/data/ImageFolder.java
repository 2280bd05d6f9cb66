package robusta.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import robusta.run.RobustaException;

/**
 * Image files sorted into one folder per class, as torchvision's ImageFolder has them: {@code
 * train/CLASS/...} and {@code val/CLASS/...} (or {@code test/CLASS/...}). A folder that holds the
 * classes directly, or has no val half, is split: of each class, a tenth, but at least one image,
 * is for testing.
 *
 * <pre>{@code
 * DataSource pets =
 *     ImageFolder.at(Path.of("pictures"))
 *         .size(96)
 *         .groups(Map.of("cat", List.of("siamese", "tabby"), "dog", List.of("beagle")))
 *         .load();
 * }</pre>
 *
 * <p>The classes are the folders' names in alphabetical order; files may lie in folders inside
 * them. Every image is fitted to one size (see {@link ImageFiles#fit}) and rounded to bytes, except
 * that a random resized crop takes its part of the whole file. Files are read when a batch needs
 * them, and what was read is kept where all of it fits into a quarter of the heap. What a large
 * folder holds is remembered in the data directory.
 */
public final class ImageFolder {
  private static final int TEST_SHARE = 10;

  /** Folders that a message lists. */
  private static final int NAMED = 12;

  private final Path folder;
  private int size = 64;
  private int channels = 3;
  private long seed;
  private Map<String, List<String>> groups = Map.of();

  private ImageFolder(Path folder) {
    this.folder = folder;
  }

  /** Begins to describe the images of a folder. */
  public static ImageFolder at(Path folder) {
    return new ImageFolder(folder);
  }

  /** Height and width that every image is fitted to; 64 by default. */
  public ImageFolder size(int pixels) {
    size = pixels;
    return this;
  }

  /** 1 for grey, 3 for RGB, to which every file is converted; 3 by default. */
  public ImageFolder channels(int number) {
    channels = number;
    return this;
  }

  /** Decides which images are for testing where there is no val half; 0 by default. */
  public ImageFolder seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Which folders make up each class; other folders are left out. By default each folder is a class
   * of its own.
   *
   * @param foldersOfClasses the names of the folders, by class in label order; no folder twice
   */
  public ImageFolder groups(Map<String, List<String>> foldersOfClasses) {
    groups = new LinkedHashMap<>(foldersOfClasses);
    return this;
  }

  /**
   * Finds the images. The normalizer is the mean and deviation of at most 500 training images,
   * taken evenly.
   *
   * @throws RobustaException if there is no such folder, it holds no classes, or a class no images
   */
  public DataSource load() {
    Map<String, String> classOf = new HashMap<>();
    groups.forEach(
        (name, folders) ->
            folders.forEach(
                one -> {
                  String other = classOf.put(one, name);
                  if (other != null) {
                    throw new RobustaException(
                        "the folder '%s' is in the groups '%s' and '%s'; put it into one of them"
                            .formatted(one, other, name));
                  }
                }));
    requireFolders(classOf);
    Halves halves =
        halves(
            folder,
            groups.isEmpty() ? null : List.copyOf(groups.keySet()),
            classOf,
            seed,
            "holds no class folders; put the images of each class into a folder of its own");
    halves
        .train()
        .forEach(
            (name, files) -> {
              if (files.isEmpty()) {
                throw new RobustaException(
                    "the class '%s' of %s has no images; add some or leave it out"
                        .formatted(name, folder));
              }
            });
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    FileDataset train = dataset(name + " train", halves.train(), size, channels);
    FileDataset test = dataset(name + " test", halves.test(), size, channels);
    return new DataSource(name, train, test, train.measuredNormalizer());
  }

  private void requireFolders(Map<String, String> classOf) {
    if (classOf.isEmpty()) {
      return;
    }
    try (ClassFolders found = new ClassFolders(folder, name -> true)) {
      List<String> there = found.names(found.train());
      classOf.forEach(
          (name, group) -> {
            if (!there.contains(name)) {
              throw new RobustaException(
                  "the group '%s' names the folder '%s', which %s has not; it has %s%s"
                      .formatted(
                          group,
                          name,
                          found.train(),
                          String.join(", ", there.subList(0, Math.min(NAMED, there.size()))),
                          there.size() > NAMED ? " and others" : ""));
            }
          });
    }
  }

  /** The files of both halves by class; both have the same classes. */
  record Halves(Map<String, List<Path>> train, Map<String, List<Path>> test) {}

  static FileDataset dataset(String name, Map<String, List<Path>> files, int size, int channels) {
    List<String> classes = List.copyOf(files.keySet());
    List<Path> all = new ArrayList<>();
    int[] labels = new int[files.values().stream().mapToInt(List::size).sum()];
    for (int label = 0; label < classes.size(); label++) {
      int before = all.size();
      all.addAll(files.get(classes.get(label)));
      Arrays.fill(labels, before, all.size(), label);
    }
    return new FileDataset(name, classes, all, labels, size, channels);
  }

  /**
   * The files of a folder.
   *
   * @param classes the class names in label order; null where every folder is a class
   * @param classOf the class of a folder's name; of other folders nothing is taken
   * @param nothing what to say of a half without any such folder
   */
  static Halves halves(
      Path folder, List<String> classes, Map<String, String> classOf, long seed, String nothing) {
    try (ClassFolders found =
        new ClassFolders(folder, name -> classes == null || classOf.containsKey(name))) {
      Path half = found.train();
      Map<String, List<Path>> train = found.files(half);
      if (train.values().stream().allMatch(List::isEmpty) && (classes != null || train.isEmpty())) {
        throw new RobustaException(half + " " + nothing);
      }
      Map<String, List<Path>> test = found.test() == null ? null : found.files(found.test());
      if (test != null && test.values().stream().allMatch(List::isEmpty)) {
        throw new RobustaException(
            "%s holds no images of the classes of %s; it needs the same folders, or a list of labels beside it (%s)"
                .formatted(found.test(), half, String.join(", ", ClassFolders.LABEL_FILES)));
      }
      if (classes == null) {
        requireImages(half, train);
        requireKnown(found.test(), train, test);
      }
      List<String> names = classes == null ? List.copyOf(train.keySet()) : classes;
      Map<String, List<Path>> training = grouped(train, names, classOf);
      return test == null
          ? split(training, seed)
          : new Halves(training, grouped(test, names, classOf));
    }
  }

  private static void requireImages(Path half, Map<String, List<Path>> files) {
    files.forEach(
        (name, images) -> {
          if (images.isEmpty()) {
            throw new RobustaException(
                half.resolve(name)
                    + " holds no images, so it cannot be a class; add some or remove it");
          }
        });
  }

  private static void requireKnown(
      Path half, Map<String, List<Path>> train, Map<String, List<Path>> test) {
    if (test == null) {
      return;
    }
    TreeSet<String> unknown = new TreeSet<>(test.keySet());
    unknown.removeAll(train.keySet());
    if (!unknown.isEmpty()) {
      throw new RobustaException(
          "%s holds a class '%s' that the training half lacks".formatted(half, unknown.first()));
    }
  }

  private static Map<String, List<Path>> grouped(
      Map<String, List<Path>> files, List<String> classes, Map<String, String> classOf) {
    Map<String, List<Path>> grouped = new LinkedHashMap<>();
    classes.forEach(name -> grouped.put(name, new ArrayList<>()));
    files.forEach((name, all) -> grouped.get(classOf.getOrDefault(name, name)).addAll(all));
    return grouped;
  }

  private static Halves split(Map<String, List<Path>> files, long seed) {
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
    return new Halves(train, test);
  }
}
