package robusta.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/**
 * Curves over common axes.
 *
 * @param title what stands above it
 * @param note what a reader needs to know; may be empty
 * @param horizontal what the horizontal axis shows, with its unit
 * @param vertical the vertical axis
 * @param series the curves, in the order of the legend
 * @param recipes how the numbers came about
 */
public record LineChart(
    String title,
    String note,
    String horizontal,
    Axis vertical,
    List<Series> series,
    List<Recipe> recipes)
    implements Figure {

  /**
   * A curve.
   *
   * @param name what the legend calls it
   * @param x positions, ascending
   * @param y values; NaN where there is none
   * @param deviations how far each value spreads up and down, drawn as a bar; empty for none
   */
  public record Series(String name, double[] x, double[] y, double[] deviations) {
    public Series {
      if (x.length != y.length) {
        throw new RobustaException(
            "the curve '%s' has %d positions but %d values".formatted(name, x.length, y.length));
      }
      if (deviations.length != 0 && deviations.length != y.length) {
        throw new RobustaException(
            "the curve '%s' has %d values but %d deviations"
                .formatted(name, y.length, deviations.length));
      }
    }

    /** A curve without deviations. */
    public Series(String name, double[] x, double[] y) {
      this(name, x, y, new double[0]);
    }

    /** Whether it has a value anywhere. */
    boolean visible() {
      return Arrays.stream(y).anyMatch(Double::isFinite);
    }
  }

  public LineChart {
    // A curve that was never measured would only be a name in the legend.
    series = series.stream().filter(Series::visible).toList();
    recipes = List.copyOf(recipes);
    if (series.isEmpty()) {
      throw new RobustaException(
          "the figure '%s' has no value to draw; give it at least one".formatted(title));
    }
  }

  @Override
  public String description() {
    return "%s: %s over %s for %s"
        .formatted(
            title,
            vertical.label(),
            horizontal,
            series.stream().map(Series::name).collect(Collectors.joining(", ")));
  }
}
