package robusta.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import robusta.run.RobustaException;

/**
 * Where the image files of a folder of classes are: its halves for training and for testing, and in
 * each the files by the name of their class's folder. Also finds the halves in the layouts in which
 * ImageNet is handed out, and sorts a test half without class folders by a label file.
 */
final class ClassFolders implements AutoCloseable {
  private static final List<String> TEST_HALVES = List.of("val", "test");
  private static final List<String> INSIDE = List.of("", "ILSVRC/Data/CLS-LOC", "Data/CLS-LOC");
  static final List<String> LABEL_FILES =
      List.of("val_annotations.txt", "val_labels.csv", "LOC_val_solution.csv");

  private final Path folder;
  private final Path inside;
  private final Predicate<String> wanted;
  private final FileLists lists;

  /**
   * Looks at a folder.
   *
   * @param wanted which class folders are of interest
   * @throws RobustaException if there is no such folder
   */
  ClassFolders(Path folder, Predicate<String> wanted) {
    if (!Files.isDirectory(folder)) {
      throw new RobustaException("the image folder " + folder + " does not exist");
    }
    this.folder = folder;
    this.wanted = wanted;
    inside =
        INSIDE.stream()
            .map(folder::resolve)
            .filter(at -> Files.isDirectory(at.resolve("train")))
            .findFirst()
            .orElse(folder);
    lists = FileLists.below(folder);
  }

  /** The folder for training; the whole folder where it has no halves. */
  Path train() {
    Path train = inside.resolve("train");
    return Files.isDirectory(train) ? train : folder;
  }

  /** The folder for testing; null where there is none. */
  Path test() {
    return Files.isDirectory(inside.resolve("train"))
        ? TEST_HALVES.stream()
            .map(inside::resolve)
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(null)
        : null;
  }

  /**
   * The wanted files of a half by class folder, sorted.
   *
   * @throws RobustaException if the half can't be read
   */
  Map<String, List<Path>> files(Path half) {
    Map<String, String> labels = half.equals(test()) ? labels(half) : Map.of();
    Map<String, List<Path>> files = new TreeMap<>();
    if (labels.isEmpty()) {
      names(half).forEach(name -> files.put(name, lists.images(half.resolve(name))));
    } else {
      for (Path file : lists.images(half)) {
        String name = file.getFileName().toString();
        String label = labels.getOrDefault(name, labels.get(withoutEnding(name)));
        if (label != null && wanted.test(label)) {
          files.computeIfAbsent(label, unused -> new ArrayList<>()).add(file);
        }
      }
    }
    return files;
  }

  /** The wanted class folders of a half, sorted. */
  List<String> names(Path half) {
    try (Stream<Path> children = Files.list(half)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .filter(name -> wanted.test(name) && !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(half, e.getMessage()), e);
    }
  }

  private static String withoutEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The class folder of every file's name, where a label file says so; else empty. */
  private Map<String, String> labels(Path half) {
    for (Path place : List.of(half, half.resolveSibling(""), folder)) {
      for (String name : LABEL_FILES) {
        Path file = place.resolve(name);
        if (Files.exists(file)) {
          return labelsOf(file);
        }
      }
    }
    return Map.of();
  }

  private static Map<String, String> labelsOf(Path file) {
    Map<String, String> labels = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(line -> line.split("[,\t ]"))
          .filter(fields -> fields.length > 1)
          .forEach(fields -> labels.put(fields[0], fields[1]));
      return labels;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Keeps what was listed, for the next time. */
  @Override
  public void close() {
    lists.close();
  }
}
