package robusta.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import robusta.run.RobustaException;

/**
 * ImageNet (ILSVRC 2012), whole or in part, with the names of its classes. Labels are the places of
 * the classes' WordNet ids in their order, as everywhere.
 */
public final class ImageNet {
  /** Mean and deviation that torchvision's models normalise ImageNet with. */
  public static final Normalizer NORMALIZER =
      new Normalizer(new float[] {.485f, .456f, .406f}, new float[] {.229f, .224f, .225f});

  /** Lists of classes that ImageNet and Tiny ImageNet come with: an id, then its names. */
  private static final List<String> NAME_FILES =
      List.of("LOC_synset_mapping.txt", "words.txt", "classes.csv");

  private static final String NOTHING =
      "holds no class of ImageNet; it needs folders named by WordNet id (n02085620)";

  private static final int CLASSES = 1000;
  private static final String WORDNET_ID = "n\\d{8}";

  private ImageNet() {}

  /**
   * Finds the images of a folder: {@code train} and {@code val} with one folder per WordNet id, in
   * it or in the {@code ILSVRC/Data/CLS-LOC} that an archive unpacks to. A {@code val} of files
   * alone is sorted by the {@code LOC_val_solution.csv}, {@code val_annotations.txt} or {@code
   * val_labels.csv} beside or above it, whose lines begin with a file's name and its WordNet id.
   * Without a {@code val} a tenth of each class is for testing.
   *
   * <p>Classes are called by their names: torchvision's where all 1,000 are there, else the first
   * one that a {@code LOC_synset_mapping.txt}, {@code words.txt} or {@code classes.csv} in the
   * folder gives, else by their WordNet ids.
   *
   * @param folder the folder
   * @param size height and width that every image is fitted to
   * @throws RobustaException if there is no such folder, or it holds no class of ImageNet
   */
  public static DataSource load(Path folder, int size) {
    Map<String, String> names = names(folder);
    ImageFolder.Halves halves =
        ImageFolder.halves(folder, List.copyOf(names.values()), names, 0, NOTHING);
    return new DataSource(
        "imageNet",
        ImageFolder.dataset("imageNet train", halves.train(), size, 3),
        ImageFolder.dataset("imageNet test", halves.test(), size, 3),
        NORMALIZER);
  }

  /** The name of every class that is there, by WordNet id, in label order. */
  private static Map<String, String> names(Path folder) {
    TreeSet<String> ids = new TreeSet<>();
    try (ClassFolders found = new ClassFolders(folder, name -> name.matches(WORDNET_ID))) {
      ids.addAll(found.names(found.train()));
    }
    if (ids.isEmpty()) {
      throw new RobustaException(folder + " " + NOTHING);
    }
    Map<String, String> known = new HashMap<>();
    if (ids.size() == CLASSES) {
      List<String> all = resource("imagenet.txt");
      ids.forEach(id -> known.put(id, all.get(known.size())));
    } else {
      NAME_FILES.forEach(file -> read(folder.resolve(file), known));
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (String id : ids) {
      String name = known.getOrDefault(id, id);
      // Two classes are cranes, and two are maillots.
      names.put(id, names.containsValue(name) ? name + " " + id : name);
    }
    return names;
  }

  private static void read(Path file, Map<String, String> names) {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(line -> line.split("[,\t ]", 2))
          .filter(parts -> parts.length == 2 && parts[0].matches(WORDNET_ID))
          .forEach(parts -> names.putIfAbsent(parts[0], firstName(parts[1])));
    } catch (IOException | UncheckedIOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Some lists have the class's number before its names. */
  private static String firstName(String names) {
    return Stream.of(names.split(","))
        .map(String::trim)
        .filter(name -> !name.matches("\\d+"))
        .findFirst()
        .orElse(names);
  }

  /** The lines of a list that Robusta brings along, without comments and empty ones. */
  static List<String> resource(String name) {
    try (InputStream in = ImageNet.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
