package robusta.display;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values side by side, row by row.
 *
 * @param columns how many in a row
 * @param values the values
 */
public record Grid(int columns, List<?> values) {

  public Grid {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  Rendering rendering() {
    StringBuilder html =
        new StringBuilder(
            "<div class=\"robusta-grid\" style=\"display:grid;gap:12px;align-items:start;grid-template-columns:repeat(%d,minmax(0,max-content))\">"
                .formatted(columns));
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      Rendering part = Fragments.rendering(value);
      html.append(
          "<div style=\"min-width:0;overflow:auto\">%s</div>".formatted(Fragments.html(part)));
      texts.add(part.plain());
    }
    return Rendering.text(String.join("\n", texts))
        .with(Rendering.HTML, html.append("</div>").toString());
  }
}
