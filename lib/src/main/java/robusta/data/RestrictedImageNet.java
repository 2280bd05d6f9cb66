package robusta.data;

import java.nio.file.Path;
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

  private static final String NOTHING =
      "holds no images of Restricted ImageNet; it needs folders named by WordNet id (n02085620) or"
          + " by group (dog)";

  private RestrictedImageNet() {}

  /**
   * Finds the images of a folder.
   *
   * <p>Its halves are {@code train} and {@code val}, as for {@link ImageNet}; without a {@code
   * val}, or without either, a tenth of each class is for testing (see {@link ImageFolder}). A half
   * has folders named by WordNet id, as ImageNet has them, or by group; other classes of ImageNet
   * are skipped.
   *
   * @param folder the folder
   * @param size height and width that every image is fitted to
   * @throws RobustaException if there is no such folder, or it holds no image of any group
   */
  public static DataSource load(Path folder, int size) {
    Map<String, String> groups = groups();
    List<String> names = groups.values().stream().distinct().toList();
    ImageFolder.Halves halves = ImageFolder.halves(folder, names, groups, 0, NOTHING);
    return new DataSource(
        "restrictedImageNet",
        ImageFolder.dataset("restrictedImageNet train", halves.train(), size, 3),
        ImageFolder.dataset("restrictedImageNet test", halves.test(), size, 3),
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
    for (String line : ImageNet.resource("restricted-imagenet.txt")) {
      if (line.startsWith("  ")) {
        for (String id : line.trim().split(" ")) {
          groups.put(id, group);
        }
      } else {
        group = line.substring(0, line.indexOf(' '));
        groups.put(group, group);
      }
    }
    return groups;
  }
}
