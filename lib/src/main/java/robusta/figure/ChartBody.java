package robusta.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart that XChart draws. */
record ChartBody(Chart<?, ?> chart) implements Body {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final Color GRID = new Color(0xe4e4e4);
  private static final Color AXIS = new Color(0x9a9a9a);

  // Okabe and Ito's, which readers with color-blindness tell apart.
  private static final Color[] COLORS = {
    new Color(0x0072b2),
    new Color(0xd55e00),
    new Color(0x009e73),
    new Color(0xcc79a7),
    new Color(0xe69f00),
    new Color(0x56b4e9),
    new Color(0x555555)
  };

  // What carries the meaning without color: the third turn around COLORS looks like the first.
  private static final BasicStroke[] STROKES = {
    new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND),
    new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0)
  };

  static ChartBody of(LineChart figure) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(figure.horizontal())
            .yAxisTitle(figure.vertical().label())
            .build();
    style(chart.getStyler(), figure.vertical());
    chart.getStyler().setLegendVisible(figure.series().size() > 1);
    for (int i = 0; i < figure.series().size(); i++) {
      LineChart.Series series = figure.series().get(i);
      var line = chart.addSeries(unique(series.name(), i), series.x(), series.y());
      line.setLabel(series.name());
      line.setLineColor(COLORS[i % COLORS.length]);
      line.setMarkerColor(COLORS[i % COLORS.length]);
      line.setLineStyle(STROKES[i / COLORS.length % STROKES.length]);
      line.setMarker(series.x().length <= 30 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    return new ChartBody(chart);
  }

  static ChartBody of(BarChart figure) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(figure.horizontal())
            .yAxisTitle(figure.vertical().label())
            .build();
    style(chart.getStyler(), figure.vertical());
    chart.getStyler().setLegendVisible(figure.series().size() > 1);
    chart.getStyler().setAvailableSpaceFill(0.8);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    for (int i = 0; i < figure.series().size(); i++) {
      BarChart.Series series = figure.series().get(i);
      var bars =
          chart.addSeries(
              unique(series.name(), i),
              figure.groups(),
              java.util.Arrays.stream(series.values()).boxed().toList());
      bars.setLabel(series.name());
      bars.setFillColor(COLORS[i % COLORS.length]);
    }
    return new ChartBody(chart);
  }

  /** XChart tells series apart by their names. */
  private static String unique(String name, int index) {
    return index + " " + name;
  }

  private static void style(AxesChartStyler styler, Axis vertical) {
    styler.setBaseFont(font(11));
    styler.setAxisTitleFont(font(11.5f));
    styler.setAxisTickLabelsFont(font(10.5f));
    styler.setLegendFont(font(11));
    styler.setAnnotationTextFont(font(10));
    styler.setChartTitleVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartFontColor(Text.INK);
    styler.setAxisTickLabelsColor(Text.FAINT);
    styler.setAxisTickMarksColor(AXIS);
    styler.setAxisTickMarksStroke(new BasicStroke(1));
    styler.setChartPadding(2);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(18);
    styler.setMarkerSize(5);
    styler.setLocale(Locale.ROOT);
    styler.setTimezone(TimeZone.getTimeZone("UTC"));
    styler.setXAxisTickMarkSpacingHint(60);
    switch (vertical.scale()) {
      case LINEAR -> {}
      case PERCENT -> {
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(1.0);
        styler.setyAxisTickLabelsFormattingFunction(v -> Math.round(100 * v) + "%");
      }
      case LOGARITHMIC -> styler.setYAxisLogarithmic(true);
    }
  }

  private static Font font(float size) {
    return Fonts.of(Fonts.Weight.REGULAR, size);
  }

  @Override
  public double width() {
    return WIDTH;
  }

  @Override
  public double height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D g) {
    chart.paint(g, WIDTH, HEIGHT);
  }
}
