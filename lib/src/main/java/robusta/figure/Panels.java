package robusta.figure;

import java.util.List;
import java.util.stream.Collectors;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * Figures side by side.
 *
 * @param title what stands above all
 * @param note what a reader needs to know; may be empty
 * @param panels the figures, from the left
 */
public record Panels(String title, String note, List<Figure> panels) implements Figure {

  public Panels {
    panels = List.copyOf(panels);
    if (panels.isEmpty()) {
      throw new RobustaException(
          "the figure '%s' has no panel; give it at least one".formatted(title));
    }
  }

  /** Those of the panels, each once. */
  @Override
  public List<Recipe> recipes() {
    return panels.stream().flatMap(p -> p.recipes().stream()).distinct().toList();
  }

  @Override
  public String description() {
    return title
        + ": "
        + panels.stream().map(Figure::description).collect(Collectors.joining("; "));
  }
}
