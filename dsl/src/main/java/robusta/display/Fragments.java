package robusta.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import robusta.figure.Html;

/** Pieces of the HTML that a rendering holds. */
public final class Fragments {
  private static final Pattern SCRIPT = Pattern.compile("(?is)<script\\b.*?</script\\s*>");

  private Fragments() {}

  /** How a value looks that is a part of another. */
  static Rendering rendering(Object value) {
    return value == null
        ? Rendering.text("null")
        : Renderers.render(value).orElse(OutputCell.HIDDEN);
  }

  /** Whether it is more than text. */
  static boolean rich(Rendering rendering) {
    return rendering.data().keySet().stream().anyMatch(type -> !type.equals(Rendering.PLAIN));
  }

  /** A rendering as a part of a page, in the richest format that HTML can hold. */
  static String html(Rendering rendering) {
    Map<String, Object> data = rendering.data();
    if (data.get(Rendering.HTML) instanceof String html) {
      return html;
    }
    if (data.get(Rendering.SVG) instanceof String svg) {
      return svg;
    }
    for (String type : new String[] {Rendering.PNG, Rendering.JPEG}) {
      if (data.get(type) instanceof String base64) {
        return image(type, base64, rendering);
      }
    }
    return data.isEmpty()
        ? ""
        : "<pre style=\"white-space:pre-wrap\">%s</pre>".formatted(Html.escape(rendering.plain()));
  }

  /**
   * The same for a page without scripts, where charts are pictures and tables lie still; empty
   * where the rendering is text alone.
   */
  public static String still(Rendering rendering) {
    return rich(rendering) ? SCRIPT.matcher(html(rendering)).replaceAll("") : "";
  }

  private static String image(String type, String base64, Rendering rendering) {
    Object width =
        rendering.metadata().get(type) instanceof Map<?, ?> facts ? facts.get("width") : null;
    return "<img src=\"data:%s;base64,%s\" alt=\"%s\"%s style=\"max-width:100%%;height:auto\"/>"
        .formatted(
            type,
            base64,
            Html.escape(rendering.plain()),
            width == null ? "" : " width=\"" + width + "\"");
  }

  /** A text that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = Fragments.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Robusta's jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
