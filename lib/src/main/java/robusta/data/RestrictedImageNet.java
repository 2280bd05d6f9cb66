package robusta.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.run.RobustaException;

/**
 * Restricted ImageNet: 203 classes of ImageNet in nine groups, as the {@code robustness} library
 * and the paper use them. Labels are those of the library: dog, cat, frog, turtle, bird, primate,
 * fish, crab, insect.
 */
public final class RestrictedImageNet {
  /** Mean and deviation that the {@code robustness} library normalises Restricted ImageNet with. */
  public static final Normalizer NORMALIZER =
      new Normalizer(new float[] {.4717f, .4499f, .3837f}, new float[] {.2600f, .2516f, .2575f});

  private static final List<String> LABEL_FILES = List.of("val_annotations.txt", "val_labels.csv");

  private RestrictedImageNet() {}

  /**
   * Finds the images of a folder.
   *
   * <p>Its halves are {@code train} and {@code val}; without a {@code val}, or without either, a
   * tenth of each class is for testing (see {@link ImageFolder}). A half has folders named by
   * WordNet id, as ImageNet has them, or by group; other classes of ImageNet are skipped. The
   * {@code val} of Tiny ImageNet, which has one folder for all classes, is sorted by its {@code
   * val_annotations.txt} (or a {@code val_labels.csv} beside it or above it), each line of which
   * starts with a file's name and its WordNet id.
   *
   * @param folder the folder
   * @param size height and width that every image is fitted to
   * @throws RobustaException if there is no such folder, or it holds no image of any group
   */
  public static DataSource load(Path folder, int size) {
    if (!Files.isDirectory(folder)) {
      throw new RobustaException("the image folder " + folder + " does not exist");
    }
    Map<String, String> groups = groups();
    Path train = folder.resolve("train");
    Path val = folder.resolve("val");
    Map<String, List<Path>> training = byGroup(Files.isDirectory(train) ? train : folder, groups);
    ImageFolder.Listing listing =
        Files.isDirectory(train) && Files.isDirectory(val)
            ? new ImageFolder.Listing(training, byGroup(val, groups))
            : ImageFolder.split(training, 0);
    return new DataSource(
        "restrictedImageNet",
        ImageFolder.dataset("restrictedImageNet train", listing.train(), size, 3),
        ImageFolder.dataset("restrictedImageNet test", listing.test(), size, 3),
        NORMALIZER);
  }

  /** The names of the nine classes, in label order. */
  public static List<String> classes() {
    return groups().values().stream().distinct().toList();
  }

  /** The group of every WordNet id, and of every group's own name; groups in label order. */
  static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    String group = "";
    for (String line : resource().split("\n")) {
      if (line.startsWith("  ")) {
        for (String id : line.trim().split(" ")) {
          groups.put(id, group);
        }
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        group = line.substring(0, line.indexOf(' '));
        groups.put(group, group);
      }
    }
    return groups;
  }

  private static String resource() {
    try (InputStream in = RestrictedImageNet.class.getResourceAsStream("restricted-imagenet.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<Path>> byGroup(Path half, Map<String, String> groups) {
    Map<String, List<Path>> files = new LinkedHashMap<>();
    groups.values().forEach(group -> files.putIfAbsent(group, new ArrayList<>()));
    Map<String, String> labels = labels(half);
    List<Path> found = labels.isEmpty() ? folders(half, groups.keySet()) : ImageFolder.images(half);
    for (Path file : found) {
      String known =
          labels.isEmpty()
              ? half.relativize(file).getName(0).toString()
              : labels.get(file.getFileName().toString());
      String group = groups.get(known);
      if (group != null) {
        files.get(group).add(file);
      }
    }
    if (files.values().stream().allMatch(List::isEmpty)) {
      throw new RobustaException(
          half
              + " holds no images of Restricted ImageNet; it needs folders named by WordNet id"
              + " (n02085620) or by group (dog)");
    }
    return files;
  }

  private static List<Path> folders(Path half, Iterable<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (Files.isDirectory(half.resolve(name))) {
        files.addAll(ImageFolder.images(half.resolve(name)));
      }
    }
    return files;
  }

  /** The WordNet id of every file's name, where a label file says so; else empty. */
  private static Map<String, String> labels(Path half) {
    Map<String, String> labels = new HashMap<>();
    for (Path folder : new Path[] {half, half.resolveSibling("")}) {
      for (String name : LABEL_FILES) {
        Path file = folder.resolve(name);
        if (half.endsWith("val") && Files.exists(file)) {
          try {
            for (String line : Files.readAllLines(file)) {
              String[] fields = line.split("[,\t]");
              if (fields.length > 1) {
                labels.put(fields[0], fields[1]);
              }
            }
          } catch (IOException e) {
            throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
          }
        }
      }
    }
    return labels;
  }
}
