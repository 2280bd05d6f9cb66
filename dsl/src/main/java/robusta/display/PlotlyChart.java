package robusta.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import robusta.figure.Axis;
import robusta.figure.BarChart;
import robusta.figure.Figure;
import robusta.figure.Html;
import robusta.figure.LineChart;
import robusta.figure.Palette;
import robusta.figure.Panels;

/**
 * Charts for Plotly. In the page they are pictures that a script replaces once {@link
 * PlotlyLibrary} is there; without script or library the pictures stay.
 */
final class PlotlyChart {
  /** What the HTML of every chart holds. */
  static final String MARK = "class=\"robusta-chart\"";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SCRIPT = Fragments.resource("charts.js");
  private static final int MOST_MARKERS = 30;
  private static final int WIDTH = 480;
  private static final int HEIGHT = 340;

  /** Two fit into a cell, also beside JupyterLab's file browser. */
  private static final int PANEL_WIDTH = 400;

  private static final int MOST_COUNTED = 12;

  private PlotlyChart() {}

  /** What the script draws of a figure; empty where the figure is no chart. */
  static Optional<String> json(Figure figure) {
    List<Map<String, Object>> plots = plots(figure);
    if (plots.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", figure.title());
    all.put("note", figure.note());
    all.put("plots", plots);
    try {
      return Optional.of(MAPPER.writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers can be written", e);
    }
  }

  /**
   * The piece of a page.
   *
   * @param picture HTML of what is shown until the script has drawn
   */
  static String html(String json, String picture) {
    return "<div %s data-chart=\"%s\">%s</div><script>%s</script>"
        .formatted(MARK, Html.escape(json), picture, SCRIPT);
  }

  private static List<Map<String, Object>> plots(Figure figure) {
    if (figure instanceof LineChart chart) {
      Map<String, Object> layout = layout(chart.horizontal(), chart.vertical());
      if (chart.series().stream().allMatch(series -> counted(series.x()))) {
        part(layout, "xaxis").put("dtick", 1);
      }
      return List.of(plot(lines(chart), layout));
    }
    if (figure instanceof BarChart chart) {
      Map<String, Object> layout = layout(chart.horizontal(), chart.vertical());
      layout.put("barmode", "group");
      part(layout, "xaxis").put("type", "category");
      return List.of(plot(bars(chart), layout));
    }
    if (figure instanceof Panels panels) {
      List<Map<String, Object>> plots = new ArrayList<>();
      for (Figure panel : panels.panels()) {
        List<Map<String, Object>> own = plots(panel);
        if (own.isEmpty()) {
          return List.of();
        }
        own.forEach(plot -> plots.add(titled(plot, panel.title())));
      }
      return plots;
    }
    return List.of();
  }

  private static Map<String, Object> plot(List<?> data, Map<String, Object> layout) {
    return Map.of("data", data, "layout", layout);
  }

  private static Map<String, Object> titled(Map<String, Object> plot, String title) {
    Map<String, Object> layout = new LinkedHashMap<>(part(plot, "layout"));
    layout.put("width", PANEL_WIDTH);
    layout.put("title", Map.of("text", text(title), "x", 0.02));
    return plot((List<?>) plot.get("data"), layout);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> of, String name) {
    return (Map<String, Object>) of.get(name);
  }

  /** Whether positions are a few whole numbers, such as epochs, between which is nothing. */
  private static boolean counted(double... positions) {
    return Arrays.stream(positions).allMatch(x -> x == Math.rint(x))
        && positions[positions.length - 1] - positions[0] <= MOST_COUNTED;
  }

  private static List<Map<String, Object>> lines(LineChart chart) {
    List<Map<String, Object>> traces = new ArrayList<>();
    for (LineChart.Series series : chart.series()) {
      int index = traces.size();
      Map<String, Object> trace = new LinkedHashMap<>();
      trace.put("type", "scatter");
      trace.put("mode", series.x().length <= MOST_MARKERS ? "lines+markers" : "lines");
      trace.put("name", text(series.name()));
      trace.put("x", values(series.x()));
      trace.put("y", values(series.y()));
      trace.put("connectgaps", true);
      if (series.deviations().length > 0) {
        trace.put("error_y", Map.of("type", "data", "array", values(series.deviations())));
      }
      trace.put(
          "line",
          Map.of("color", hex(index), "width", 2, "dash", index < Palette.SIZE ? "solid" : "dash"));
      traces.add(trace);
    }
    return traces;
  }

  private static List<Map<String, Object>> bars(BarChart chart) {
    List<Map<String, Object>> traces = new ArrayList<>();
    for (BarChart.Series series : chart.series()) {
      Map<String, Object> trace = new LinkedHashMap<>();
      trace.put("type", "bar");
      trace.put("name", text(series.name()));
      trace.put("x", chart.groups().stream().map(PlotlyChart::text).toList());
      trace.put("y", values(series.values()));
      trace.put("marker", Map.of("color", hex(traces.size())));
      traces.add(trace);
    }
    return traces;
  }

  private static Map<String, Object> layout(String horizontal, Axis vertical) {
    Map<String, Object> x = new LinkedHashMap<>();
    x.put("title", Map.of("text", text(horizontal)));
    Map<String, Object> y = new LinkedHashMap<>();
    y.put("title", Map.of("text", text(vertical.label())));
    switch (vertical.scale()) {
      case LINEAR -> {}
      case PERCENT -> {
        y.put("tickformat", ".0%");
        y.put("range", List.of(0, 1));
      }
      case LOGARITHMIC -> y.put("type", "log");
    }
    Map<String, Object> layout = new LinkedHashMap<>();
    layout.put("width", WIDTH);
    layout.put("height", HEIGHT);
    layout.put("xaxis", x);
    layout.put("yaxis", y);
    return layout;
  }

  /** NaN and infinity are null, for JSON has no word for them. */
  private static List<Double> values(double... values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(Double.isFinite(value) ? value : null);
    }
    return list;
  }

  private static String hex(int series) {
    Color color = Palette.color(series);
    return "#%06x".formatted(color.getRGB() & 0xffffff);
  }

  /** Plotly takes some HTML in texts; these are plain. */
  private static String text(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
