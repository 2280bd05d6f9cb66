package robusta.dsl;

import groovy.lang.IntRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import robusta.data.Batch;
import robusta.data.ClassNames;
import robusta.data.Dataset;
import robusta.data.ImageFiles;
import robusta.data.Images;
import robusta.run.RobustaException;

/**
 * Images as a script handles them: a few of a dataset, from a file, of noise, or what a sentence
 * made. They know where they came from and, where they have them, their labels.
 */
public final class Pictures {
  private final Images images;
  private final int[] labels;
  private final List<String> classes;
  private final List<String> captions;
  private final String origin;

  private Pictures(Images images, int[] labels, List<String> classes, String origin) {
    this(images, labels, classes, List.of(), origin);
  }

  /**
   * Images with all that is known of them.
   *
   * @param captions what each is called that has no label; none when they have no names
   */
  private Pictures(
      Images images, int[] labels, List<String> classes, List<String> captions, String origin) {
    this.images = images;
    this.labels = labels;
    this.classes = List.copyOf(classes);
    this.captions = List.copyOf(captions);
    this.origin = origin;
  }

  /** Images without labels. */
  public static Pictures of(Images images, String origin) {
    return new Pictures(images, null, List.of(), origin);
  }

  /** Images without labels that have names. */
  static Pictures named(Images images, List<String> names, String origin) {
    return new Pictures(images, null, List.of(), names, origin);
  }

  /**
   * The examples of a dataset at these indices.
   *
   * @throws RobustaException if there is no such example
   */
  public static Pictures of(Dataset data, int... indices) {
    for (int index : indices) {
      if (index < 0 || index >= data.size()) {
        throw new RobustaException(
            "%s has no example %d; it has %d, counted from 0"
                .formatted(data.name(), index, data.size()));
      }
    }
    Batch batch = data.batch(indices);
    return new Pictures(
        batch.images(), batch.labels(), data.classes(), data.name() + " " + list(indices));
  }

  /**
   * What a script gave where images are wanted: pictures, images, a batch, a list of those, or a
   * sentence, which runs.
   *
   * @throws RobustaException if it is nothing of the kind
   */
  static Pictures from(Object value) {
    if (value instanceof Pictures pictures) {
      return pictures;
    }
    if (value instanceof PictureSource source) {
      return source.getImages();
    }
    if (value instanceof Images images) {
      return of(images, "");
    }
    if (value instanceof Batch batch) {
      return new Pictures(batch.images(), batch.labels(), List.of(), "");
    }
    if (value instanceof Dataset data) {
      return of(data, java.util.stream.IntStream.range(0, data.size()).toArray());
    }
    if (value instanceof Collection<?> list && !list.isEmpty()) {
      return list.stream().map(Pictures::from).reduce(Pictures::plus).orElseThrow();
    }
    throw new RobustaException("images were expected, not " + Kind.show(value));
  }

  /** Lets a wrong argument fail where it is written, not where the sentence runs. */
  static Object require(String verb, Object value) {
    if (!fits(value)) {
      throw new RobustaException("%s needs images, not %s".formatted(verb, Kind.show(value)));
    }
    return value;
  }

  /** Whether {@link #from} takes it; nothing runs. */
  static boolean fits(Object value) {
    return value instanceof Pictures
        || value instanceof PictureSource
        || value instanceof Images
        || value instanceof Batch
        || value instanceof Dataset
        || (value instanceof Collection<?> list
            && !list.isEmpty()
            && list.stream().allMatch(Pictures::fits));
  }

  /** The pixels. */
  public Images images() {
    return images;
  }

  /** How many there are. */
  public int size() {
    return images.count();
  }

  /** Whether labels are known. */
  public boolean labelled() {
    return labels != null;
  }

  /**
   * The class indices, one per image.
   *
   * @throws RobustaException if they are not known
   */
  public int[] labels() {
    if (labels == null) {
      throw new RobustaException(
          "these images have no labels; take them from a dataset, as in data.test.images(0..7)");
    }
    return labels.clone();
  }

  /** The name of each image's class, else its own; empty texts where it has neither. */
  public List<String> getNames() {
    if (labels == null && !captions.isEmpty()) {
      return captions;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      names.add(
          labels == null
              ? ""
              : labels[i] < classes.size() ? classes.get(labels[i]) : Integer.toString(labels[i]));
    }
    return names;
  }

  /** Where they came from, such as {@code "fashion test 0-7"}; empty when unknown. */
  public String getOrigin() {
    return origin;
  }

  /** One of them; {@code pictures[-1]} is the last. */
  public Pictures getAt(int index) {
    int from = index < 0 ? size() + index : index;
    if (from < 0 || from >= size()) {
      throw new RobustaException(
          "there is no image %d among %d, counted from 0".formatted(index, size()));
    }
    return select(from);
  }

  /** Some of them, as in {@code pictures[0..3]} or {@code pictures[0, 5]}. */
  public Pictures getAt(Collection<Integer> indices) {
    int[] all = indices.stream().mapToInt(i -> i < 0 ? size() + i : i).toArray();
    for (int index : all) {
      if (index < 0 || index >= size()) {
        throw new RobustaException(
            "there is no image %d among %d, counted from 0".formatted(index, size()));
      }
    }
    return select(all);
  }

  /** Whether they have labels, and these may be labels of the classes named. */
  boolean labelledAs(List<String> names) {
    return labels != null && ClassNames.agree(classes, names);
  }

  /** Some of them; Groovy's {@code pictures[0..<4]} arrives here. */
  public Pictures getAt(IntRange indices) {
    return getAt((Collection<Integer>) indices);
  }

  /**
   * These as a network takes them: grey becomes colour or colour grey, and the size is fitted. So
   * {@code fashion().test[0..7].fit(robust)} are images for a network of CIFAR-10.
   */
  public Pictures fit(Network network) {
    Images fitted =
        ImageFiles.fit(
            images, network.model().channels(), network.model().height(), network.model().width());
    return new Pictures(fitted, labels, classes, captions, origin);
  }

  /**
   * These, then others of the same size; without labels unless both have them, of the same classes.
   */
  public Pictures plus(Pictures others) {
    int[] both = null;
    if (labels != null && others.labels != null && ClassNames.agree(classes, others.classes)) {
      both = Arrays.copyOf(labels, size() + others.size());
      System.arraycopy(others.labels, 0, both, size(), others.size());
    }
    return new Pictures(
        Images.concat(images, others.images),
        both,
        classes.isEmpty() ? others.classes : classes,
        both == null ? concat(getNames(), others.getNames()) : List.of(),
        origin.equals(others.origin) || others.origin.isEmpty()
            ? origin
            : origin.isEmpty() ? others.origin : origin + ", " + others.origin);
  }

  private Pictures select(int... indices) {
    int[] chosen = labels == null ? null : Arrays.stream(indices).map(i -> labels[i]).toArray();
    List<String> names =
        captions.isEmpty() ? captions : Arrays.stream(indices).mapToObj(captions::get).toList();
    return new Pictures(images.select(indices), chosen, classes, names, origin);
  }

  private static List<String> concat(List<String> names, List<String> others) {
    return Stream.of(names, others).flatMap(List::stream).toList();
  }

  /** {@code "0-7"} for neighbours, else {@code "1 5 9"}; long lists are cut. */
  private static String list(int... indices) {
    boolean neighbours = indices.length > 2;
    for (int i = 1; i < indices.length; i++) {
      neighbours &= indices[i] == indices[i - 1] + 1;
    }
    if (neighbours) {
      return indices[0] + "-" + indices[indices.length - 1];
    }
    List<String> texts = Arrays.stream(indices).mapToObj(Integer::toString).limit(12).toList();
    return String.join(" ", texts) + (indices.length > 12 ? " ..." : "");
  }

  @Override
  public String toString() {
    return images + (origin.isEmpty() ? "" : " from " + origin);
  }
}
