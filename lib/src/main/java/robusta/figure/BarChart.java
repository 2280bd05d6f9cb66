package robusta.figure;

import java.util.List;
import java.util.stream.Collectors;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * Groups of bars, from zero.
 *
 * @param title what stands above it
 * @param note what a reader needs to know; may be empty
 * @param horizontal what tells the groups apart
 * @param vertical the vertical axis
 * @param groups what stands under each group
 * @param series a bar in each group per series, in the order of the legend
 * @param recipes how the numbers came about
 */
public record BarChart(
    String title,
    String note,
    String horizontal,
    Axis vertical,
    List<String> groups,
    List<Series> series,
    List<Recipe> recipes)
    implements Figure {

  /**
   * The bars of one color.
   *
   * @param name what the legend calls it
   * @param values one per group
   */
  public record Series(String name, double[] values) {}

  public BarChart {
    groups = List.copyOf(groups);
    series = List.copyOf(series);
    recipes = List.copyOf(recipes);
    if (groups.isEmpty() || series.isEmpty()) {
      throw new RobustaException(
          "the figure '%s' has no value to draw; give it at least one".formatted(title));
    }
    for (Series each : series) {
      if (each.values().length != groups.size()) {
        throw new RobustaException(
            "'%s' has %d values for %d groups"
                .formatted(each.name(), each.values().length, groups.size()));
      }
    }
  }

  @Override
  public String description() {
    return "%s: %s by %s for %s"
        .formatted(
            title,
            vertical.label(),
            horizontal,
            series.stream().map(Series::name).collect(Collectors.joining(", ")));
  }
}
