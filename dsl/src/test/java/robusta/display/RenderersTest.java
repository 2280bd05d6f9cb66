package robusta.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Datasets;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.Report;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

class RenderersTest {
  interface Animal {}

  static class Dog implements Animal {}

  static final class Poodle extends Dog {}

  static final class Broken {}

  static final class Worker {}

  static final class Stopped {}

  private static Rendering render(Object value) {
    return Renderers.render(value).orElseThrow();
  }

  private static BufferedImage png(Rendering rendering) throws IOException {
    byte[] bytes = Base64.getDecoder().decode((String) rendering.data().get(Rendering.PNG));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void nothingIsShownOfNullAndOfWhatIsHidden() {
    assertEquals(Optional.empty(), Renderers.render(null));
    assertEquals(Optional.empty(), Renderers.render(OutputCell.HIDDEN));
  }

  @Test
  void plainValuesAreTextAsGroovyWritesIt() {
    assertEquals("42", render(42).plain());
    assertEquals("text", render("text").plain());
    assertEquals("[1, 2, a]", render(List.of(1, 2, "a")).plain());
    assertEquals("[eps:0.5]", render(Map.of("eps", 0.5)).plain());
    assertEquals("[1, 2]", render(new int[] {1, 2}).plain());
    assertEquals(1, render(List.of(1, 2)).data().size());
  }

  @Test
  void longTextIsCut() {
    Rendering rendering = render("x".repeat(1_000_000));
    assertTrue(rendering.plain().length() < 30_000);
    assertTrue(rendering.plain().endsWith("... and 980,000 more characters"));
  }

  @Test
  void ofLongListsTheFirstElementsAreWritten() {
    String array = render(new float[50_000_000]).plain();
    assertTrue(array.startsWith("[0.0, 0.0, ") && array.endsWith("] and 49,999,000 more"));
    String list = render(java.util.stream.IntStream.range(0, 5_000).boxed().toList()).plain();
    assertTrue(list.endsWith("998, 999] and 4,000 more"), list);
    Map<Integer, Integer> map = new LinkedHashMap<>();
    java.util.stream.IntStream.range(0, 2_000).forEach(i -> map.put(i, i));
    assertTrue(render(map).plain().endsWith("999:999] and 1,000 more"));
  }

  @Test
  void theMostSpecificRendererDecides() {
    Renderers.register(Animal.class, animal -> Rendering.text("an animal"));
    assertEquals("an animal", render(new Poodle()).plain());
    Renderers.register(Dog.class, dog -> "a dog, as text");
    assertEquals("a dog, as text", render(new Poodle()).plain());
    Renderers.register(Poodle.class, dog -> Samples.rows(2));
    assertTrue(render(new Poodle()).data().containsKey(Rendering.HTML));
    assertEquals("a dog, as text", render(new Dog()).plain());
    Renderers.register(Dog.class, dog -> Rendering.text("another"));
    assertEquals("another", render(new Dog()).plain());
  }

  @Test
  void aRendererThatThrowsFallsBackToText() {
    Renderers.register(
        Broken.class,
        value -> {
          throw new IllegalStateException("no ink");
        });
    assertTrue(render(new Broken()).plain().contains("(its renderer failed: no ink)"));
    assertTrue(render(List.of(new Broken())).plain().contains("Broken"));
  }

  @Test
  void aRendererThatGivesItsOwnValueEndsToo() {
    Renderers.register(Broken.class, value -> List.of(value));
    assertFalse(render(new Broken()).plain().isEmpty());
  }

  @Test
  void whatAValueWorksOnMayFailAndStop() {
    Renderers.registerWork(
        Worker.class,
        value -> {
          throw new RobustaException("there is no class 'x'");
        });
    Renderers.register(
        Stopped.class,
        value -> {
          throw new CancelledException();
        });
    assertThrows(RobustaException.class, () -> Renderers.render(new Worker()));
    assertThrows(CancelledException.class, () -> Renderers.render(new Stopped()));
  }

  @Test
  void aFigureIsAPictureOfItsSizeOnPaper() throws IOException {
    Rendering rendering = render(Samples.chart("Loss"));
    BufferedImage image = png(rendering);
    assertEquals(
        Map.of(
            "width",
            image.getWidth() / Figure.DENSITY,
            "height",
            image.getHeight() / Figure.DENSITY),
        rendering.metadata().get(Rendering.PNG));
    assertEquals("Loss: loss over step for a", rendering.plain());
  }

  @Test
  void ofManyImagesTheFirstAreShown() throws IOException {
    Images images = Samples.images(5_000, 8);
    Rendering all = render(images);
    assertEquals(png(render(images.slice(0, 100))).getWidth(), png(all).getWidth());
    assertEquals("The first 100; and 4,900 more.", ImageLook.of(images).note());
    assertEquals(
        100,
        ImageLook.of(new Batch(images, new int[5_000]), List.of("one")).blocks().stream()
            .flatMap(block -> block.rows().stream())
            .mapToInt(row -> row.images().count())
            .sum());
  }

  @Test
  void aDatasetShowsExamplesAndCounts() {
    Dataset data =
        Datasets.of(
            "some", List.of("cat", "<dog>"), Samples.images(7, 6), new int[] {0, 1, 1, 1, 0, 1, 1});
    Rendering rendering = render(data);
    assertEquals("some: 7 images of 1x6x6, 2 classes", rendering.plain());
    String html = (String) rendering.data().get(Rendering.HTML);
    assertTrue(html.contains("<td>&lt;dog&gt;</td><td style=\"text-align:right\">5</td>"), html);
    assertTrue(html.contains("<img src=\"data:image/png;base64,"));
    assertTrue(
        render(new DataSource("both", data, data, Normalizer.identity(1)))
            .plain()
            .startsWith("both: 7 training and 7 test images"));
  }

  @Test
  void listsOfPicturesAreShownOneBelowTheOther() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("first <", Samples.images(1, 4));
    map.put("none", null);
    map.put("number", 7);
    Rendering rendering = render(map);
    String html = (String) rendering.data().get(Rendering.HTML);
    assertTrue(html.contains("<b>first &lt;</b>"));
    assertTrue(html.contains("<pre style=\"white-space:pre-wrap\">7</pre>"));
    assertEquals(
        List.of("first <: 1 image", "none: null", "number: 7"), rendering.plain().lines().toList());
    List<Object> many = new ArrayList<>(List.of(Samples.images(1, 4)));
    many.addAll(java.util.Collections.nCopies(999, 1));
    assertTrue(render(many).plain().endsWith("and 980 more"));
  }

  @Test
  void aListInItselfEnds() {
    List<Object> list = new ArrayList<>();
    list.add(Samples.images(1, 4));
    list.add(Arrays.asList(list, 1));
    assertTrue(render(list).plain().length() < 1_000_000);
  }

  @Test
  void containersHoldTheirValuesAndDegradeToText() {
    Map<String, Object> tabs = new LinkedHashMap<>();
    tabs.put("a <b>", Samples.rows(2));
    tabs.put("note", "x < y");
    String html = (String) render(new Tabs(tabs)).data().get(Rendering.HTML);
    assertTrue(html.contains("<h4>a &lt;b&gt;</h4>"));
    assertTrue(html.contains("x &lt; y"));
    Rendering grid = render(new Grid(3, Arrays.asList(1, null, Samples.images(1, 4))));
    assertTrue(((String) grid.data().get(Rendering.HTML)).contains("repeat(3,"));
    assertEquals("1\nnull\n1 image", grid.plain());
  }

  @Test
  void aReportKeepsItsStyleToItself() {
    String html = (String) render(Report.titled("\"A\" <report>")).data().get(Rendering.HTML);
    assertTrue(html.startsWith("<iframe srcdoc=\"&lt;!DOCTYPE"));
    assertEquals(html.indexOf("\" style=\""), html.indexOf('"', "<iframe srcdoc=\"".length()));
  }

  @Test
  void largeFiguresEndAtABlock() {
    robusta.figure.ImageGrid.Builder grid = robusta.figure.ImageGrid.titled("many");
    for (int block = 0; block < 50; block++) {
      grid.block().row("row " + block, Samples.images(10, 2));
    }
    assertTrue(render(grid.build()).data().containsKey(Rendering.PNG));
    assertTrue(render(Figures.of(Samples.images(3, 2))).plain().equals("3 images"));
  }
}
