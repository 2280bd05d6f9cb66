package robusta.dsl;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import robusta.data.Mask;
import robusta.run.RobustaException;

/**
 * What values an argument takes: how what a script wrote becomes a typed value, and the words that
 * say what would have been right.
 */
public final class Kind {
  private final String words;
  private final Function<Object, Object> conversion;
  private final List<String> choices;

  /**
   * A kind of value.
   *
   * @param words what fits, with its article: {@code "a whole number of at least 1"}
   * @param conversion the typed value, or null for what does not fit
   */
  Kind(String words, Function<Object, Object> conversion) {
    this(words, List.of(), conversion);
  }

  /** A kind of value of which some are words. */
  Kind(String words, List<String> choices, Function<Object, Object> conversion) {
    this.words = words;
    this.choices = List.copyOf(choices);
    this.conversion = conversion;
  }

  /** A whole number from {@code least} on, as an Integer. */
  static Kind count(int least) {
    return new Kind(
        "a whole number of at least " + least,
        value -> {
          BigDecimal exact = decimal(value);
          if (exact == null || exact.stripTrailingZeros().scale() > 0) {
            return null;
          }
          return exact.compareTo(BigDecimal.valueOf(least)) < 0
                  || exact.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
              ? null
              : exact.intValueExact();
        });
  }

  /** A whole number of any sign, as a Long. */
  static Kind integer() {
    return new Kind(
        "a whole number",
        value -> {
          BigDecimal exact = decimal(value);
          return exact == null || exact.stripTrailingZeros().scale() > 0
              ? null
              : (Object) exact.longValue();
        });
  }

  /** A number of at least 0, as a Double. */
  static Kind amount() {
    return new Kind("a number of at least 0", value -> between(value, 0, false));
  }

  /** A number above 0, as a Double. */
  static Kind positive() {
    return new Kind("a number above 0", value -> between(value, 0, true));
  }

  /** One number of at least 0 or a list of them, as a double[]. */
  static Kind amounts() {
    return new Kind(
        "one or more numbers of at least 0",
        value -> {
          Object[] each = elements(value);
          double[] numbers = new double[each.length];
          for (int i = 0; i < each.length; i++) {
            Object number = between(each[i], 0, false);
            if (number == null) {
              return null;
            }
            numbers[i] = (Double) number;
          }
          return numbers.length == 0 ? null : numbers;
        });
  }

  /** One whole number of at least 0, a list or a range of them, as an int[]. */
  static Kind indices() {
    return new Kind(
        "one or more whole numbers of at least 0",
        value -> {
          Kind one = count(0);
          Object[] each = elements(value);
          int[] numbers = new int[each.length];
          for (int i = 0; i < each.length; i++) {
            Object number = one.convert(each[i]);
            if (number == null) {
              return null;
            }
            numbers[i] = (Integer) number;
          }
          return numbers.length == 0 ? null : numbers;
        });
  }

  /** How many images on the way, as an Integer, or after which steps, as an int[]. */
  static Kind snapshots() {
    return new Kind(
        "a number of images or a list of steps",
        value ->
            value instanceof Number
                ? count(1).convert(value)
                : value instanceof Collection<?> || value instanceof int[]
                    ? indices().convert(value)
                    : null);
  }

  /** True or false, as a Boolean. */
  static Kind flag() {
    return new Kind("true or false", value -> value instanceof Boolean ? value : null);
  }

  /** A text, as a String. */
  static Kind text() {
    return new Kind("a text", value -> value instanceof CharSequence ? value.toString() : null);
  }

  /** A list of texts, as a List of Strings. */
  static Kind texts() {
    return new Kind(
        "a list of texts",
        value ->
            value instanceof Collection<?> given
                    && !given.isEmpty()
                    && given.stream().allMatch(CharSequence.class::isInstance)
                ? given.stream().map(Object::toString).toList()
                : null);
  }

  /** A file or folder, as a Path. */
  static Kind path() {
    return new Kind(
        "a file name",
        value -> {
          if (value instanceof CharSequence) {
            return Path.of(value.toString());
          }
          return value instanceof File file ? file.toPath() : value instanceof Path ? value : null;
        });
  }

  /** The file that a verb was given by its name. */
  static Path file(String verb, Object value) {
    if (!(path().convert(value) instanceof Path file)) {
      throw new RobustaException(verb + " needs a file name, not " + show(value));
    }
    return file;
  }

  /** One of these words, whatever their case, as the String given here. */
  static Kind oneOf(String... words) {
    String all =
        String.join(", ", Arrays.asList(words).subList(0, words.length - 1))
            + " or "
            + words[words.length - 1];
    return new Kind(
        all,
        List.of(words),
        value -> {
          for (String word : words) {
            if (value != null && word.equalsIgnoreCase(value.toString())) {
              return word;
            }
          }
          return null;
        });
  }

  /** What fits this or another kind, whose words are replaced. */
  Kind or(Kind other, String otherWords) {
    return new Kind(
        "one of %s; or %s".formatted(words, otherWords),
        choices,
        value -> {
          Object typed = convert(value);
          return typed == null ? other.convert(value) : typed;
        });
  }

  /** Lists of texts by name, as a {@code Map<String, List<String>>} in their order. */
  static Kind lists() {
    return new Kind(
        "lists by name such as [cat: ['tabby', 'siamese'], dog: ['beagle']]",
        value -> {
          if (!(value instanceof Map<?, ?> given) || given.isEmpty()) {
            return null;
          }
          Map<String, List<String>> lists = new LinkedHashMap<>();
          given.forEach(
              (name, list) ->
                  lists.put(
                      String.valueOf(name),
                      Arrays.stream(elements(list)).map(String::valueOf).toList()));
          return lists;
        });
  }

  /** Images in any form that {@link Pictures#from} takes. */
  static Kind pictures() {
    return new Kind("images", value -> Pictures.fits(value) ? value : null);
  }

  /** A network. */
  static Kind network() {
    return of(Network.class, "a network");
  }

  /** A network or a list of them, as an array. */
  static Kind networks() {
    return new Kind(
        "one or more networks",
        value -> {
          Object[] each = elements(value);
          return each.length > 0 && Arrays.stream(each).allMatch(Network.class::isInstance)
              ? Arrays.copyOf(each, each.length, Network[].class)
              : null;
        });
  }

  /** A mask or a list of them, as a List of masks. */
  static Kind masks() {
    return new Kind(
        "a mask such as box(8, 8, 16, 16), or one per image",
        value -> {
          List<Object> each = Arrays.asList(elements(value));
          return !each.isEmpty() && each.stream().allMatch(Mask.class::isInstance) ? each : null;
        });
  }

  /** An object of this class. */
  static Kind of(Class<?> type, String words) {
    return new Kind(words, value -> type.isInstance(value) ? value : null);
  }

  /** Anything but null. */
  static Kind any(String words) {
    return new Kind(words, value -> value);
  }

  /** The typed value, or null where it does not fit. */
  Object convert(Object value) {
    return value == null ? null : conversion.apply(value);
  }

  /** What fits, with its article. */
  public String words() {
    return words;
  }

  /** The words among what fits. */
  List<String> choices() {
    return choices;
  }

  /** How a sentence names a value that did not fit. */
  static String show(Object value) {
    if (value instanceof CharSequence) {
      return "'" + value + "'";
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Collection<?> || value.getClass().isArray()) {
      String text = Arrays.deepToString(elements(value));
      return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
    String name = value.getClass().getSimpleName();
    return name.isEmpty() || name.contains("$") || name.contains("_closure")
        ? "a closure"
        : article(name) + " " + name.toLowerCase(Locale.ROOT);
  }

  private static String article(String noun) {
    return "AEIOU".indexOf(Character.toUpperCase(noun.charAt(0))) >= 0 ? "an" : "a";
  }

  private static Object between(Object value, double low, boolean open) {
    if (!(value instanceof Number number)) {
      return null;
    }
    double x = number.doubleValue();
    return Double.isNaN(x) || x < low || (open && x == low) ? null : (Object) x;
  }

  private static BigDecimal decimal(Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    double x = number.doubleValue();
    return Double.isNaN(x) || Double.isInfinite(x) ? null : new BigDecimal(number.toString());
  }

  /** The elements of a list, a range or an array; anything else is its own only element. */
  static Object[] elements(Object value) {
    if (value instanceof Collection<?> collection) {
      // An argument list such as eps([0, 1]) holds one list.
      return collection.size() == 1 && collection.iterator().next() instanceof List<?> inner
          ? inner.toArray()
          : collection.toArray();
    }
    if (value instanceof Object[] array) {
      return array.length == 1 && array[0] instanceof Collection<?> inner ? inner.toArray() : array;
    }
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).boxed().toArray();
    }
    if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).boxed().toArray();
    }
    return new Object[] {value};
  }
}
