package robusta.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart that XChart draws, under a legend of ours: XChart's own does not break into lines. */
record ChartBody(Chart<?, ?> chart, Legend legend) implements Body {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final double LEGEND_GAP = 6;
  private static final int MOST_MARKERS = 30;
  private static final BasicStroke BAR =
      new BasicStroke(10, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  private static final Color GRID = new Color(0xe4e4e4);
  private static final Color AXIS = new Color(0x9a9a9a);

  // The second turn around the palette is dashed.
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
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < figure.series().size(); i++) {
      LineChart.Series series = figure.series().get(i);
      // Values that are there are joined across those that are not.
      int[] shown =
          IntStream.range(0, series.y().length)
              .filter(k -> Double.isFinite(series.y()[k]))
              .toArray();
      Color color = Palette.color(i);
      BasicStroke stroke = STROKES[i / Palette.SIZE % STROKES.length];
      XYSeries line =
          chart.addSeries(
              unique(series.name(), i),
              Arrays.stream(shown).mapToDouble(k -> series.x()[k]).toArray(),
              Arrays.stream(shown).mapToDouble(k -> series.y()[k]).toArray(),
              series.deviations().length == 0
                  ? null
                  : Arrays.stream(shown).mapToDouble(k -> series.deviations()[k]).toArray());
      line.setLineColor(color);
      line.setMarkerColor(color);
      line.setLineStyle(stroke);
      line.setMarker(shown.length <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      entries.add(new Legend.Entry(series.name(), color, stroke));
    }
    return new ChartBody(chart, new Legend(entries, WIDTH));
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
    chart.getStyler().setAvailableSpaceFill(0.8);
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < figure.series().size(); i++) {
      BarChart.Series series = figure.series().get(i);
      Color color = Palette.color(i);
      CategorySeries bars =
          chart.addSeries(
              unique(series.name(), i),
              figure.groups(),
              Arrays.stream(series.values()).boxed().toList());
      bars.setFillColor(color);
      entries.add(new Legend.Entry(series.name(), color, BAR));
    }
    return new ChartBody(chart, new Legend(entries, WIDTH));
  }

  /** XChart tells series apart by their names. */
  private static String unique(String name, int index) {
    return index + " " + name;
  }

  private static void style(AxesChartStyler styler, Axis vertical) {
    styler.setBaseFont(font(11));
    styler.setAxisTitleFont(font(11.5f));
    styler.setAxisTickLabelsFont(font(10.5f));
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
    styler.setLegendVisible(false);
    styler.setMarkerSize(5);
    styler.setPlotMargin(0);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
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
    return legendHeight() + HEIGHT;
  }

  /** A single series needs no legend. */
  private double legendHeight() {
    return legend.entries().size() > 1 ? legend.height() + LEGEND_GAP : 0;
  }

  @Override
  public void paint(Graphics2D g) {
    if (legendHeight() > 0) {
      legend.paint(g);
    }
    Graphics2D inner = (Graphics2D) g.create();
    try {
      inner.translate(0, legendHeight());
      chart.paint(inner, WIDTH, HEIGHT);
    } finally {
      inner.dispose();
    }
  }
}
