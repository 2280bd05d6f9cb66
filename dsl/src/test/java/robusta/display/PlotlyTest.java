package robusta.display;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import robusta.figure.Axis;
import robusta.figure.BarChart;
import robusta.figure.Figures;
import robusta.figure.Panels;

class PlotlyTest {
  private static final String CARRIED = "DecompressionStream";
  private final PlotlyLibrary library = new PlotlyLibrary();
  private final Rendering chart = FigureLook.of(Samples.chart("Loss"));

  private static String html(Rendering rendering) {
    return (String) rendering.data().get(Rendering.HTML);
  }

  private static boolean carries(Rendering rendering) {
    return html(rendering).contains(CARRIED);
  }

  @Test
  void aChartIsDataForTheScriptAndAPictureForOthers() throws Exception {
    String json = PlotlyChart.json(Samples.chart("a </script> & <b>")).orElseThrow();
    JsonNode spec = new ObjectMapper().readTree(json);
    assertEquals("a </script> & <b>", spec.get("title").asText());
    JsonNode trace = spec.get("plots").get(0).get("data").get(0);
    assertEquals("[3.0,null,0.5]", trace.get("y").toString());
    assertEquals("#0072b2", trace.get("line").get("color").asText());
    String html = html(FigureLook.of(Samples.chart("a </script> & \"<b>")));
    assertTrue(html.contains("data-chart=\"{&quot;title&quot;:&quot;a &lt;/script&gt; &amp; "));
    assertTrue(html.contains("<img src=\"data:image/png;base64,"));
  }

  @Test
  void barsAndPanelsAreChartsToo() throws Exception {
    BarChart bars =
        new BarChart(
            "Accuracy",
            "",
            "eps",
            Axis.percent("accuracy"),
            List.of("clean", "0.5"),
            List.of(new BarChart.Series("<m>", new double[] {0.9, 0.5})),
            List.of());
    JsonNode plots =
        new ObjectMapper()
            .readTree(
                PlotlyChart.json(new Panels("both", "", List.of(bars, Samples.chart("Loss"))))
                    .orElseThrow())
            .get("plots");
    assertEquals(2, plots.size());
    assertEquals("&lt;m&gt;", plots.get(0).get("data").get(0).get("name").asText());
    assertEquals("[0,1]", plots.get(0).get("layout").get("yaxis").get("range").toString());
    assertEquals("Loss", plots.get(1).get("layout").get("title").get("text").asText());
  }

  @Test
  void imagesAreNoCharts() {
    assertTrue(PlotlyChart.json(Figures.of(Samples.images(1, 4))).isEmpty());
    Panels mixed =
        new Panels("mixed", "", List.of(Samples.chart("Loss"), Figures.of(Samples.images(1, 4))));
    assertTrue(PlotlyChart.json(mixed).isEmpty());
  }

  @Test
  void theFirstChartCarriesTheScript() {
    assertFalse(carries(library.carry(FigureLook.of(Figures.of(Samples.rows(2))), "a")));
    assertTrue(carries(library.carry(chart, "a")));
    assertFalse(carries(library.carry(chart, "b")));
  }

  @Test
  void aContainerCarriesItForTheChartsInIt() {
    Rendering grid = Renderers.render(new Grid(2, List.of(Samples.chart("x"), 1))).orElseThrow();
    assertTrue(carries(library.carry(grid, "a")));
  }

  @Test
  void theCellThatCarriesItMayRunAgain() {
    library.rerun("first");
    library.carry(chart, "first");
    library.rerun("second");
    assertFalse(carries(library.carry(chart, "second")));
    library.rerun("first");
    assertTrue(carries(library.carry(chart, "first")));
  }

  @Test
  void whatReplacesTheCarrierCarriesItOn() {
    assertTrue(carries(library.carry(chart, "cell", "id", true)));
    assertTrue(carries(library.carry(chart, "cell", "id", true)));
    assertFalse(carries(library.carry(chart, "cell", "other", true)));
    assertFalse(
        library.carry(Rendering.text("done"), "cell", "id", true).data().containsKey("text/html"));
    assertTrue(carries(library.carry(chart, "cell", "other", true)));
  }

  @Test
  void theScriptIsWhole() throws Exception {
    String script = PlotlyLibrary.script();
    String base64 = script.substring(script.lastIndexOf("(\"") + 2, script.lastIndexOf("\")"));
    byte[] carried;
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
      carried = in.readAllBytes();
    }
    try (InputStream in =
        getClass()
            .getClassLoader()
            .getResourceAsStream("META-INF/resources/webjars/plotly.js-dist/3.3.1/plotly.js")) {
      assertArrayEquals(in.readAllBytes(), carried);
    }
  }
}
