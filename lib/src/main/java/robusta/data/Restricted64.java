package robusta.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import robusta.run.RobustaException;

/**
 * Restricted ImageNet at 64x64 pixels: the classes of Tiny ImageNet (CS231n, Stanford) that belong
 * to one of its groups. Of the nine groups six have some: dog, cat, frog, bird, primate, insect.
 * Tiny ImageNet has 500 training and 50 validation images of each of 23 such classes, so the groups
 * are of unequal size.
 *
 * <p>The pixels stay in memory as bytes: 155 MB. Images are ordered by their names, so that an
 * archive and a folder of the same files are the same dataset.
 */
public final class Restricted64 {
  private static final int SIDE = 64;
  private static final int IMAGE = 3 * SIDE * SIDE;

  /** Names under which it lies in a data directory, the first that is there counts. */
  private static final List<String> PLACES =
      List.of(
          "tiny-imagenet-restricted",
          "tiny-imagenet-restricted.tar",
          "tiny-imagenet-200",
          "tiny-imagenet-200.zip");

  private static final Pattern TRAINING =
      Pattern.compile("(?:.*/)?train/(n\\d{8})/(?:images/)?([^/]+\\.JPEG)");
  private static final Pattern VALIDATION = Pattern.compile("(?:.*/)?val/images/([^/]+\\.JPEG)");
  private static final Pattern LABELS =
      Pattern.compile("(?:.*/)?val(?:_labels\\.csv|/val_annotations\\.txt)");

  private Restricted64() {}

  /**
   * Reads it from where {@link DataDirectory#searched} finds it.
   *
   * @throws RobustaException if it is nowhere, or damaged
   */
  public static DataSource find() {
    return load(
        place()
            .orElseThrow(
                () ->
                    new RobustaException(
                        "Restricted ImageNet at 64 pixels is not in %s; put tiny-imagenet-200.zip"
                                .formatted(DataDirectory.path())
                            + " of http://cs231n.stanford.edu there")));
  }

  /** Whether {@link #find} has something to read. */
  static boolean present() {
    return place().isPresent();
  }

  private static Optional<Path> place() {
    return DataDirectory.searched().stream()
        .flatMap(folder -> PLACES.stream().map(folder::resolve))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * Reads it from Tiny ImageNet, whole or reduced to these classes.
   *
   * @param place the folder that holds {@code train} and {@code val}, or a {@code .tar} or {@code
   *     .zip} of it
   * @throws RobustaException if it holds no such images, cannot be read or is damaged
   */
  public static DataSource load(Path place) {
    Files64 files = new Files64(RestrictedImageNet.groups());
    try {
      if (Files.isDirectory(place)) {
        readFolder(place, files);
      } else {
        readArchive(place, files);
      }
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(place, e.getMessage()), e);
    }
    return files.source(place);
  }

  private static void readFolder(Path folder, Files64 files) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (files.wants(name)) {
        files.add(name, Files.readAllBytes(file));
      }
    }
  }

  private static void readArchive(Path archive, Files64 files) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        ArchiveInputStream<? extends ArchiveEntry> entries =
            new ArchiveStreamFactory().createArchiveInputStream(in)) {
      for (ArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        if (!entry.isDirectory() && files.wants(entry.getName())) {
          files.add(entry.getName(), entries.readAllBytes());
        }
      }
    }
  }

  /** The files that matter, as they are found in any order. */
  private static final class Files64 {
    private final Map<String, String> groups;
    private final Map<String, byte[]> training = new TreeMap<>();
    private final Map<String, byte[]> validation = new TreeMap<>();
    private final Map<String, String> idOfValidation = new HashMap<>();

    Files64(Map<String, String> groups) {
      this.groups = groups;
    }

    boolean wants(String name) {
      Matcher train = TRAINING.matcher(name);
      return train.matches()
          ? groups.containsKey(train.group(1))
          : VALIDATION.matcher(name).matches() || LABELS.matcher(name).matches();
    }

    void add(String name, byte[] bytes) {
      Matcher train = TRAINING.matcher(name);
      Matcher validated = VALIDATION.matcher(name);
      if (train.matches()) {
        training.put(train.group(1) + "/" + train.group(2), bytes);
      } else if (validated.matches()) {
        validation.put(validated.group(1), bytes);
      } else {
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split("[,\t]", -1))
            .filter(fields -> fields.length > 1)
            .forEach(fields -> idOfValidation.put(fields[0], fields[1]));
      }
    }

    DataSource source(Path place) {
      Map<String, String> trained = new TreeMap<>();
      training
          .keySet()
          .forEach(name -> trained.put(name, groups.get(name.substring(0, name.indexOf('/')))));
      Map<String, String> tested = new TreeMap<>();
      for (String name : validation.keySet()) {
        String group = groups.get(idOfValidation.get(name));
        if (group != null) {
          tested.put(name, group);
        }
      }
      if (trained.isEmpty() || tested.isEmpty()) {
        throw new RobustaException(
            "%s holds no %s images of Restricted ImageNet; it needs train/WNID/images and val/images with val_annotations.txt, as Tiny ImageNet has them"
                .formatted(place, trained.isEmpty() ? "training" : "validation"));
      }
      List<String> classes =
          groups.values().stream()
              .distinct()
              .filter(Set.copyOf(trained.values())::contains)
              .toList();
      return new DataSource(
          "restricted64",
          dataset("restricted64 train", place, classes, training, trained),
          dataset("restricted64 test", place, classes, validation, tested),
          RestrictedImageNet.NORMALIZER);
    }

    private static Dataset dataset(
        String name,
        Path place,
        List<String> classes,
        Map<String, byte[]> files,
        Map<String, String> groupOf) {
      List<String> names = new ArrayList<>(groupOf.keySet());
      byte[] values = new byte[names.size() * IMAGE];
      IntStream.range(0, names.size())
          .parallel()
          .forEach(
              i -> {
                String file = names.get(i);
                Images image = ImageDecoder.decode(place.resolve(file), files.get(file), 3);
                float[] pixels = ImageFiles.fit(image, SIDE, SIDE).pixels();
                for (int p = 0; p < IMAGE; p++) {
                  values[i * IMAGE + p] = (byte) Math.round(pixels[p] * 255);
                }
              });
      int[] labels = names.stream().mapToInt(file -> classes.indexOf(groupOf.get(file))).toArray();
      return new ByteDataset(name, classes, 3, SIDE, SIDE, values, labels);
    }
  }
}
