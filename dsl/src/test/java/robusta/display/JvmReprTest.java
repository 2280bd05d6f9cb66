package robusta.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import jupyter.Displayer;
import jupyter.Displayers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import robusta.figure.Figure;
import tech.tablesaw.api.Table;

class JvmReprTest {
  static final class Molecule {}

  static final class Faulty {}

  @AfterEach
  void forget() {
    Displayers.clear();
  }

  @Test
  void whatALibraryRegisteredIsHonoured() {
    Displayers.register(
        Molecule.class,
        new Displayer<Molecule>() {
          @Override
          public Map<String, String> display(Molecule value) {
            return Map.of("text/html", "<i>H2O</i>", "text/plain", "H2O");
          }
        });
    Rendering rendering = Renderers.render(new Molecule()).orElseThrow();
    assertEquals("<i>H2O</i>", rendering.data().get(Rendering.HTML));
    assertEquals("7", Renderers.render(7).orElseThrow().plain());
  }

  @Test
  void aDisplayerThatThrowsFallsBackToText() {
    Displayers.register(
        Faulty.class,
        new Displayer<Faulty>() {
          @Override
          public Map<String, String> display(Faulty value) {
            throw new IllegalStateException("no ink");
          }
        });
    assertTrue(Renderers.render(new Faulty()).orElseThrow().plain().contains("no ink"));
  }

  @Test
  void otherKernelsShowOurValues() {
    assertTrue(JvmRepr.publish(getClass().getClassLoader(), List.of(Figure.class, Table.class)));
    Map<String, String> chart = Displayers.display(Samples.chart("Loss"));
    assertTrue(chart.get("image/png").startsWith("iVBOR"));
    assertTrue(chart.get("text/html").contains(PlotlyChart.MARK));
    assertTrue(Displayers.display(Samples.rows(3)).get("text/html").contains("<table"));
    // In our own kernel the same value still looks the same.
    Rendering own = Renderers.render(Samples.rows(3)).orElseThrow();
    assertTrue(own.data().containsKey(Rendering.HTML));
  }
}
