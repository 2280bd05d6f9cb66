package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.data.ImageFiles;
import robusta.data.Images;
import robusta.figure.ImageGrid;
import robusta.model.Model;
import robusta.represent.SynthesisResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/** Images made with a classifier, and the regularised forms of visualisation, as sentences. */
class SynthesisSentenceTest {
  private final Tiny tiny = new Tiny();

  private static final String PAINT =
      "paint(feature: 3).on(data.test[0..1]).mask(circle(6, 6, 3)).steps(2)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate('bag', 'coat').count(2).steps(2)",
        "generate(1).from(noise(3)).steps(2)",
        "translate(data.test[0..3]).to('boot').steps(2)",
        "sketch(data.test[0]).to(2).steps(2)",
        "inpaint(data.test[0..1]).mask(box(2, 2, 4, 4)).steps(2)",
        "upscale(data.test[0..1]).by(3).steps(2)",
        PAINT
      })
  void everySentenceIsLazyAndHasImagesFigureTableAndSummary(String sentence) {
    Sentence<?, ?> written = (Sentence<?, ?>) tiny.language.evaluate(sentence);
    assertEquals(0, tiny.engine.sessions.get());
    Pictures made = ((PictureSource) written).getImages();
    Table table = written.getTable();
    assertEquals(made.size(), table.rowCount());
    assertEquals("robust", table.stringColumn("network").get(0));
    assertTrue(written.getSummary().stringColumn("measure").contains("L2 moved"));
    assertFalse(((ImageGrid) written.getFigure()).blocks().isEmpty());
  }

  @Test
  void generationGivesEachClassItsCountFromDrawnStarts() {
    SynthesisResult result = result("generate('bag', 'coat').count(3).steps(40).get()");
    assertArrayEquals(new int[] {0, 0, 0, 2, 2, 2}, result.classes());
    // Each class is bright in a third of its rows, and so are its starts.
    float[] starts = result.starts().pixels();
    assertTrue(mean(starts, 0, 48) > 0.6 && mean(starts, 48, 144) < 0.4);
    SynthesisResult again = result("generate(['bag', 'coat'], count: 3, steps: 40).get()");
    assertArrayEquals(result.images().pixels(), again.images().pixels());
    SynthesisResult one = result("generate('coat').count(3).steps(40).get()");
    assertArrayEquals(
        result.starts().slice(3, 6).pixels(), one.starts().pixels(), "a class's own starts");
    SynthesisResult other = result("generate('coat').data(data.test).count(3).steps(1).get()");
    assertEquals("tiny test", other.recipe().data());
  }

  private static double mean(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i] / (to - from);
    }
    return sum;
  }

  @Test
  void ajudgeIsAnotherNetwork() {
    Table summary =
        result(
            "translate(data.test[0..5]).to('boot').within(6).stepSize(0.2).steps(60)"
                + ".judge(standard).summary");
    List<String> measures = summary.stringColumn("measure").asList();
    assertEquals(
        List.of("its class, by itself", "judge: its class", "judge: probability", "L2 moved"),
        measures);
    assertEquals(1, summary.doubleColumn("mean").getDouble(0));
    assertEquals(1 / 3.0, summary.doubleColumn("chance").getDouble(1), 1e-9);
    assertTrue(summary.doubleColumn("deviation").getDouble(2) >= 0);
    assertTrue(tiny.engine.models.contains("standard"));
  }

  @Test
  void differentAimsStandUnderTheImages() {
    ImageGrid same = grid("translate(data.test[0]).to('bag').steps(1)", "'bag'", "robust");
    assertEquals(List.of("bag"), same.blocks().get(0).heads());
    ImageGrid different = grid("translate(data.test[0]).to('bag').steps(1)", "'boot'", "robust");
    assertTrue(different.blocks().get(0).heads().isEmpty());
    List<ImageGrid.Row> rows = different.blocks().get(0).rows();
    assertTrue(rows.get(1).captions().get(0).startsWith("bag: "), rows.toString());
    assertTrue(rows.get(2).captions().get(0).startsWith("boot: "), rows.toString());
    assertTrue(different.note().startsWith("Under each image, the class that was aimed at: "));
    assertTrue(
        assertThrows(
                RobustaException.class,
                () -> grid("translate(data.test[0]).to('bag').steps(1)", "'bag'", "standard"))
            .getMessage()
            .contains("different judges"));
  }

  @Test
  void networksOfOtherClassesHaveNoFigureTogether() {
    Model known = tiny.network("known", 2).model();
    Model other =
        new Model("other", known.graph(), known.normalizer(), List.of("x", "boot", "z"), 1, 12, 12);
    tiny.language.variables().put("other", new Network(tiny.bench, other, tiny.data));
    Sentence<?, ?> both =
        result(
            "sideBySide(*[robust, other].collect { translate(data.test[0]).to('boot').steps(1).with(it) })");
    assertEquals(
        "these networks tell other classes apart (bag, boot, coat; x, boot, z), so there is no figure"
            + " of both; show each on its own",
        assertThrows(RobustaException.class, both::getFigure).getMessage());
  }

  private ImageGrid grid(String one, String aim, String judge) {
    return (ImageGrid)
        this.<Sentence<?, ?>>result(
                "sideBySide(%s.judge(robust), translate(data.test[0]).to(%s).steps(1).judge(%s).with(standard))"
                    .formatted(one, aim, judge))
            .getFigure();
  }

  @Test
  void inpaintingTakesTheLabelsUnlessToldOtherwise() {
    SynthesisResult own = result("inpaint(data.test[0..2]).mask(box(2, 2, 4, 4)).steps(2).get()");
    assertArrayEquals(new int[] {0, 1, 2}, own.classes());
    SynthesisResult told =
        result("inpaint(data.test[0..2], mask: box(2, 2, 4, 4), to: 'coat', steps: 2).get()");
    assertArrayEquals(new int[] {2, 2, 2}, told.classes());
    Map<String, String> settings = told.recipe().settings();
    assertEquals("box 2 2 4 4", settings.get("mask"));
    assertEquals("coat", settings.get("classes"));
    SynthesisResult many =
        result(
            "inpaint(data.test[0..2]).mask([box(0, 0, 2, 2), circle(6, 6, 2), box(1, 1, 2, 2) | ellipse(9, 9, 2, 1)]).steps(2).get()");
    assertEquals("3 masks", many.recipe().settings().get("mask"));
    Table summary = result("inpaint(data.test[0..2]).mask(box(2, 2, 4, 4)).steps(2).summary");
    assertTrue(summary.stringColumn("measure").contains("PSNR inside"), summary.printAll());
  }

  @Test
  void amaskIsDrawnInAFileAnImageOrNumbers(@TempDir Path folder) {
    Images picture = Images.zeros(1, 1, 12, 12);
    java.util.Arrays.fill(picture.pixels(), 24, 36, 1);
    ImageFiles.write(picture, folder.resolve("region.png"));
    tiny.bench.folder(folder);
    tiny.language.variables().put("picture", picture);
    for (String drawn :
        List.of(
            "'" + folder.resolve("region.png") + "'",
            "picture",
            "[[0] * 12] * 2 + [[1] * 12] + [[0] * 12] * 9")) {
      SynthesisResult result =
          result("inpaint(data.test[0]).mask(mask(" + drawn + ")).steps(1).get()");
      assertArrayEquals(picture.pixels(), result.region(), drawn);
    }
  }

  @Test
  void paintingRaisesAFeatureOnItsImages() {
    SynthesisResult result = result(PAINT + ".weight(7).get()");
    assertArrayEquals(new int[] {3, 3}, result.features());
    assertTrue(result.recipe().settings().get("objective").contains("7 * masked distance"));
  }

  @Test
  void networksAreShownSideBySide() {
    tiny.language.evaluate(
        "both = sideBySide(*[standard, robust].collect { translate(data.test[0..2]).to('coat').steps(3).with(it) })");
    ImageGrid grid = (ImageGrid) result("both.figure");
    assertEquals(3, grid.blocks().get(0).rows().size());
    Table summary = result("both.summary");
    assertTrue(summary.stringColumn("network").contains("standard"));
    assertTrue(summary.stringColumn("network").contains("robust"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          translate(data.test[0]).get() # translate needs to
          translate(3) # translate needs images
          generate() # generate needs classes
          generate('cat').get() # there is no class 'cat'
          generate('bag').from(noise(1)).count(2).get() # from or count, not both
          inpaint(data.test[0]).get() # inpaint needs mask, a mask such as box(8, 8, 16, 16)
          inpaint(data.test[0]).mask('x.png') # mask of inpaint must be a mask such as
          inpaint(data.test[0]).mask(box(50, 0, 2, 2)).get() # covers no pixel
          inpaint(data.test[0], masks: box(0, 0, 2, 2)) # did you mean 'mask'
          paint(feature: 3).mask(box(0, 0, 2, 2)).get() # paint needs on
          upscale(data.test[0]).by(5).get() # can't be reduced by 5
          mask(3) # mask needs a file name
          visualize(feature: 1).filterEvery(2).steps(1).get() # give blur or bilateral
          visualize(feature: 1).bilateral(1, 2, 3).steps(1).get() # not 3 numbers
          """)
  void mistakesAreAnsweredWithASentence(String script, String part) {
    String message =
        assertThrows(RobustaException.class, () -> tiny.language.evaluate(script)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void smoothingReachesTheCore() {
    VisualizationResult result =
        result(
            "visualize(feature: 1).blur(0.5).bilateral(1.5, 0.2).filterEvery(2).blurGradient(1)"
                + ".totalVariation(0.01).steps(2).get()");
    Map<String, String> settings = result.recipe().settings();
    assertEquals("blur 0.5, bilateral 1.5 0.2, every 2 steps", settings.get("imageFilter"));
    assertEquals("blur 1.0", settings.get("gradientFilter"));
    assertEquals("feature activation - 0.01 * total variation", settings.get("objective"));
    result = result("visualize(feature: 1, bilateral: 2, steps: 1).get()");
    assertEquals("bilateral 2.0 0.1, every 4 steps", result.recipe().settings().get("imageFilter"));
  }

  @Test
  void severalStartsHaveAConsistency() {
    Table table = result("visualize(feature: [1, 3]).from(noise(4)).steps(3).table");
    assertTrue(table.columnNames().contains("cosine to other starts"));
    Table summary = result("visualize(feature: [1, 3]).from(noise(4)).steps(3).summary");
    assertEquals(3, summary.rowCount());
    assertEquals(12, summary.intColumn("pairs").getInt(0));
    assertEquals(4, summary.intColumn("starts").getInt(0));
    Table alone = result("visualize(feature: 1).steps(1).table");
    assertFalse(alone.columnNames().contains("cosine to other starts"));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T result(String script) {
    return (T) tiny.language.evaluate(script);
  }
}
