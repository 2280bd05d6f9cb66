package robusta.display;

import java.util.Objects;
import org.codehaus.groovy.runtime.FormatHelper;

/** Values as text, as Groovy writes them, cut where nobody reads on. */
final class PlainText {
  private static final int MOST = 20_000;

  private PlainText() {}

  static Rendering of(Object value) {
    return Rendering.text(text(value));
  }

  /** A value that could not be shown otherwise. */
  static Rendering of(Object value, Throwable reason) {
    return Rendering.text(
        "%s%n(its renderer failed: %s)"
            .formatted(text(value), Objects.requireNonNullElse(reason.getMessage(), reason)));
  }

  // Whatever a user's toString throws.
  @SuppressWarnings("CatchingUnchecked")
  private static String text(Object value) {
    try {
      String text = FormatHelper.toString(value);
      return text.length() <= MOST
          ? text
          : "%s ... and %,d more characters"
              .formatted(text.substring(0, MOST), text.length() - MOST);
    } catch (Exception | StackOverflowError e) {
      return value.getClass().getName() + ", which cannot say what it is (" + e + ")";
    }
  }
}
