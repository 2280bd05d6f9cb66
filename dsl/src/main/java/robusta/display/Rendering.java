package robusta.display;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One value in several formats, of which a front end takes the richest that it can show (Jupyter's
 * MIME bundle).
 *
 * @param data by MIME type: texts as they are, images of binary formats in Base64, JSON types as
 *     maps, lists, texts and numbers
 * @param metadata by MIME type, such as an image's width and height in CSS pixels; may be empty
 */
public record Rendering(Map<String, Object> data, Map<String, Object> metadata) {
  public static final String PLAIN = "text/plain";
  public static final String HTML = "text/html";
  public static final String MARKDOWN = "text/markdown";
  public static final String LATEX = "text/latex";
  public static final String SVG = "image/svg+xml";
  public static final String PNG = "image/png";
  public static final String JPEG = "image/jpeg";
  public static final String JAVASCRIPT = "application/javascript";

  public Rendering {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Plain text alone. */
  public static Rendering text(String text) {
    return new Rendering(Map.of(PLAIN, text), Map.of());
  }

  /** The same value in one more format. */
  public Rendering with(String type, Object content) {
    Map<String, Object> more = new LinkedHashMap<>(data);
    more.put(type, content);
    return new Rendering(more, metadata);
  }

  /** The same value with something to know about one of its formats. */
  public Rendering describing(String type, Map<String, ?> facts) {
    Map<String, Object> more = new LinkedHashMap<>(metadata);
    more.put(type, Map.copyOf(facts));
    return new Rendering(data, more);
  }

  /** What is shown where only text can be; empty when there is none. */
  public String plain() {
    return Objects.toString(data.get(PLAIN), "");
  }
}
