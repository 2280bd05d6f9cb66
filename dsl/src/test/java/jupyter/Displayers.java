package jupyter;

import java.util.LinkedHashMap;
import java.util.Map;

/** A stand-in for jvm-repr's class of this name. */
public final class Displayers {
  private static final Map<Class<?>, Displayer<?>> KNOWN = new LinkedHashMap<>();

  private Displayers() {}

  /** Decides how values of a class are displayed. */
  public static synchronized <T> void register(Class<T> type, Displayer<? extends T> displayer) {
    displayer.setMimeTypes("text/html", "image/png");
    KNOWN.put(type, displayer);
  }

  /** A value's formats, by the displayer of its class or of one above it. */
  @SuppressWarnings("unchecked")
  public static synchronized <T> Map<String, String> display(T value) {
    for (Map.Entry<Class<?>, Displayer<?>> known : KNOWN.entrySet()) {
      if (known.getKey().isInstance(value)) {
        return ((Displayer<T>) known.getValue()).display(value);
      }
    }
    return Map.of("text/plain", value.toString());
  }

  /** Forgets every displayer. */
  public static synchronized void clear() {
    KNOWN.clear();
  }
}
