package robusta.display;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.figure.Html;

/**
 * Values of which one is seen at a time, under tabs; without a script one below the other.
 *
 * @param values by the names of their tabs
 */
public record Tabs(Map<String, Object> values) {
  private static final String SCRIPT = Fragments.resource("tabs.js");

  public Tabs {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  Rendering rendering() {
    StringBuilder html = new StringBuilder("<div class=\"robusta-tabs\">");
    List<String> texts = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          Rendering part = Fragments.rendering(value);
          html.append(
              "<section><h4>%s</h4>%s</section>"
                  .formatted(Html.escape(name), Fragments.html(part)));
          texts.add(name + ": " + part.plain());
        });
    html.append("</div><script>").append(SCRIPT).append("</script>");
    return Rendering.text(String.join("\n", texts)).with(Rendering.HTML, html.toString());
  }
}
