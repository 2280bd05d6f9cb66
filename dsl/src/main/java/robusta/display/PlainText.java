package robusta.display;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.codehaus.groovy.runtime.FormatHelper;

/** Values as text, as Groovy writes them, cut where nobody reads on. */
final class PlainText {
  private static final int MOST_CHARACTERS = 20_000;
  private static final int MOST_ELEMENTS = 1_000;

  private PlainText() {}

  static Rendering of(Object value) {
    return Rendering.text(text(value));
  }

  /** A value that could not be shown otherwise. */
  static Rendering of(Object value, Throwable reason) {
    return Rendering.text(
        "%s\n(its renderer failed: %s)"
            .formatted(
                text(value), Objects.requireNonNullElse(reason.getMessage(), reason.toString())));
  }

  // Whatever a user's toString throws.
  @SuppressWarnings("CatchingUnchecked")
  private static String text(Object value) {
    try {
      int size = size(value);
      return size > MOST_ELEMENTS
          ? "%s and %,d more"
              .formatted(cut(FormatHelper.toString(first(value))), size - MOST_ELEMENTS)
          : cut(FormatHelper.toString(value));
    } catch (Exception | StackOverflowError e) {
      return value.getClass().getName() + ", which cannot say what it is (" + e + ")";
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : "%s ... and %,d more characters"
            .formatted(text.substring(0, MOST_CHARACTERS), text.length() - MOST_CHARACTERS);
  }

  /** The number of elements; 0 of what has none. */
  private static int size(Object value) {
    if (value instanceof Collection<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return value.getClass().isArray() && !(value instanceof char[]) ? Array.getLength(value) : 0;
  }

  /** The first elements, so that a long list is not written out to be cut. */
  private static Object first(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> some = new LinkedHashMap<>();
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (some.size() < MOST_ELEMENTS) {
        Map.Entry<?, ?> entry = entries.next();
        some.put(entry.getKey(), entry.getValue());
      }
      return some;
    }
    List<Object> some = new ArrayList<>();
    Iterator<?> elements = value instanceof Collection<?> list ? list.iterator() : null;
    while (some.size() < MOST_ELEMENTS) {
      some.add(elements == null ? Array.get(value, some.size()) : elements.next());
    }
    return some;
  }
}
