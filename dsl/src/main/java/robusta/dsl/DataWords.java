package robusta.dsl;

import groovy.lang.IntRange;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * What scripts may say to data besides its own methods; a Groovy extension module, so that the
 * types stay those of the core.
 */
public final class DataWords {
  private DataWords() {}

  /** The training half. */
  public static Dataset getTrain(DataSource data) {
    return data.train();
  }

  /** The test half. */
  public static Dataset getTest(DataSource data) {
    return data.test();
  }

  /** The class names, in label order. */
  public static List<String> getClasses(DataSource data) {
    return data.classes();
  }

  /** What the language calls it. */
  public static String getName(DataSource data) {
    return data.name();
  }

  /** The class names, in label order. */
  public static List<String> getClasses(Dataset data) {
    return data.classes();
  }

  /** What tables call it. */
  public static String getName(Dataset data) {
    return data.name();
  }

  /**
   * A column of a table: {@code accuracy['clean'][0]} is its first number.
   *
   * @throws RobustaException if there is none of that name, with the nearest one
   */
  public static Column<?> getAt(Table table, String name) {
    if (!table.containsColumn(name)) {
      throw new RobustaException(
          "the table has no column '%s'%s"
              .formatted(
                  name,
                  Nearest.hint(
                      name,
                      table.columnNames(),
                      "; it has " + String.join(", ", table.columnNames()))));
    }
    return table.column(name);
  }

  /** One example: {@code data.test[5]}. */
  public static Pictures getAt(Dataset data, int index) {
    return Pictures.of(data, index < 0 ? data.size() + index : index);
  }

  /** Some examples: {@code data.test[0..7]}. */
  public static Pictures getAt(Dataset data, IntRange indices) {
    return images(data, indices);
  }

  /** Some examples: {@code data.test[1, 5, 9]}. */
  public static Pictures getAt(Dataset data, Collection<Integer> indices) {
    return images(data, indices);
  }

  /** Some examples: {@code data.test.images(0..7)}. */
  public static Pictures images(Dataset data, Collection<Integer> indices) {
    return Pictures.of(data, indices.stream().mapToInt(i -> i).toArray());
  }

  /** Some examples: {@code data.test.images(1, 5, 9)}. */
  public static Pictures images(Dataset data, int... indices) {
    return Pictures.of(data, indices);
  }

  /**
   * The first examples of a class: {@code data.test.ofClass('Bag', 3)}.
   *
   * @throws RobustaException if there is no such class, or not so many examples of it
   */
  public static Pictures ofClass(Dataset data, String name, int count) {
    return ofLabel(data, classIndex(data.classes(), name), atLeastOne("ofClass", count));
  }

  /** One example of each of the first classes: {@code data.test.onePerClass()}. */
  public static Pictures onePerClass(Dataset data) {
    return onePerClass(data, data.classes().size());
  }

  /** The first example of each of the first {@code classes} classes, in label order. */
  public static Pictures onePerClass(Dataset data, int classes) {
    return IntStream.range(0, Math.min(atLeastOne("onePerClass", classes), data.classes().size()))
        .mapToObj(label -> ofLabel(data, label, 1))
        .reduce(Pictures::plus)
        .orElseThrow(() -> new RobustaException(data.name() + " has no classes"));
  }

  private static Pictures ofLabel(Dataset data, int label, int count) {
    int[] found = new int[count];
    int number = 0;
    for (int from = 0; number < count && from < data.size(); from += 256) {
      int to = Math.min(data.size(), from + 256);
      int[] labels = data.range(from, to).labels();
      for (int i = 0; number < count && i < labels.length; i++) {
        if (labels[i] == label) {
          found[number++] = from + i;
        }
      }
    }
    if (number < count) {
      throw new RobustaException(
          "%s has %d examples of '%s', not %d"
              .formatted(data.name(), number, data.classes().get(label), count));
    }
    return Pictures.of(data, found);
  }

  /** A count that a script gave to a word. */
  static int atLeastOne(String word, int count) {
    if (count < 1) {
      throw new RobustaException("%s takes a count of at least 1, not %d".formatted(word, count));
    }
    return count;
  }

  /** The label of a class, given by its name (whatever the case) or its number. */
  static int classIndex(List<String> classes, Object given) {
    if (given instanceof Integer number && number >= 0 && number < classes.size()) {
      return number;
    }
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).equalsIgnoreCase(given.toString())) {
        return i;
      }
    }
    throw new RobustaException(
        "there is no class '%s'%s"
            .formatted(
                given,
                Nearest.hint(
                    given.toString(), classes, "; there are " + String.join(", ", classes))));
  }

  /** The labels of classes, given as one or several names or numbers. */
  static int[] classIndices(List<String> classes, Object given) {
    return Arrays.stream(Kind.elements(given)).mapToInt(one -> classIndex(classes, one)).toArray();
  }
}
