package robusta.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import robusta.run.RobustaException;

/**
 * The names of classes, in label order, by which the labels of one who knows them are matched with
 * another's. Who has no names of its own calls its classes {@code "class 0"}, {@code "class 1"},
 * ...
 */
public final class ClassNames {
  private ClassNames() {}

  /** Names for who has none. */
  public static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
  }

  /** Whether labels mean the same to both: the names agree, or one of them has none. */
  public static boolean agree(List<String> one, List<String> other) {
    return same(one, other) || unnamed(one) || unnamed(other);
  }

  /**
   * For each label of a dataset the label that its class has in a network: by name (in whatever
   * order and case), or the same number where one of them has no names.
   *
   * @param dataset what the first names belong to, in the error
   * @param network what the second names belong to, in the error
   * @throws RobustaException if the network does not know a class of the dataset
   */
  public static int[] match(String dataset, List<String> from, String network, List<String> to) {
    if (from.size() > to.size()) {
      throw new RobustaException(
          "'%s' has %d classes but the model '%s' tells only %d apart"
              .formatted(dataset, from.size(), network, to.size()));
    }
    if (unnamed(from) || unnamed(to)) {
      return IntStream.range(0, from.size()).toArray();
    }
    List<String> lower = to.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    List<String> unknown = new ArrayList<>(from);
    unknown.removeIf(name -> lower.contains(name.toLowerCase(Locale.ROOT)));
    if (!unknown.isEmpty()) {
      throw new RobustaException(
          "the model '%s' doesn't know the class '%s' of '%s'; its classes are %s"
              .formatted(network, unknown.get(0), dataset, String.join(", ", to)));
    }
    return from.stream().mapToInt(name -> lower.indexOf(name.toLowerCase(Locale.ROOT))).toArray();
  }

  private static boolean same(List<String> one, List<String> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size()).allMatch(i -> one.get(i).equalsIgnoreCase(other.get(i)));
  }

  private static boolean unnamed(List<String> names) {
    return names.isEmpty() || names.equals(numbered(names.size()));
  }
}
