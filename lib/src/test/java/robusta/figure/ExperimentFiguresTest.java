package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import robusta.data.Images;
import robusta.represent.Activations;
import robusta.represent.Budgets;
import robusta.represent.InversionResult;
import robusta.represent.LossCurve;
import robusta.represent.PairsResult;
import robusta.represent.Snapshot;
import robusta.represent.Spread;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;

class ExperimentFiguresTest {
  private static final LossCurve LOSSES = new LossCurve(new int[] {0}, new float[][] {{1}});

  private static InversionResult inversion(int count, int starts, float distance, long found) {
    return inversion(count, starts, distance, found, 9);
  }

  private static InversionResult inversion(
      int count, int starts, float distance, long found, int steps) {
    float[] before = new float[count];
    float[] after = new float[count];
    java.util.Arrays.fill(before, 2);
    java.util.Arrays.fill(after, distance);
    after[0] += 0.2f;
    Images images = Samples.images(count, 3, 8, found);
    return new InversionResult(
        Samples.images(count, 3, 8, 1),
        Samples.images(count, 3, 8, 2),
        images,
        starts,
        before,
        after,
        LOSSES,
        List.of(new Snapshot(0, Samples.images(count, 3, 8, 2)), new Snapshot(steps, images)),
        Optional.empty(),
        false,
        Samples.recipe("invert"));
  }

  private static <R> Map<String, R> both(R standard, R robust) {
    Map<String, R> both = new LinkedHashMap<>();
    both.put("standard", standard);
    both.put("robust", robust);
    return both;
  }

  private static List<String> labels(ImageGrid.Block block) {
    return block.rows().stream().map(ImageGrid.Row::label).toList();
  }

  @Test
  void startsStandBelowTheirTargets() {
    InversionResult standard = inversion(6, 2, 0.1f, 3);
    ImageGrid grid = Figures.inversions(both(standard, inversion(6, 2, 0.3f, 4)));
    assertEquals(1, grid.blocks().size());
    ImageGrid.Block block = grid.blocks().get(0);
    assertEquals(
        List.of("target", "source 1", "standard", "robust", "source 2", "standard", "robust"),
        labels(block));
    assertEquals(3, block.rows().get(0).images().count());
    assertArrayEquals(
        standard.images().slice(3, 6).pixels(), block.rows().get(5).images().pixels());
    assertEquals(List.of("2.00 → 0.30", "2.00 → 0.10", "2.00 → 0.10"), captions(block, 2));
  }

  private static List<String> captions(ImageGrid.Block block, int row) {
    return block.rows().get(row).captions();
  }

  @Test
  void pairsShowBothDistances() {
    PairsResult pairs = new PairsResult(inversion(4, 1, 0.5f, 3));
    ImageGrid one = InversionFigures.pairs(Map.of("standard", pairs));
    assertEquals(List.of("first image", "second image,\nstandard"), labels(one.blocks().get(0)));
    assertTrue(captions(one.blocks().get(0), 1).get(1).startsWith("R 0.25\nL2 "));
    ImageGrid two = InversionFigures.pairs(both(pairs, pairs));
    assertEquals(4, two.blocks().get(0).rows().size(), "with the images before in between");
  }

  @Test
  void budgetsAreACurveAndAGrid() {
    Budgets standard =
        new Budgets(
            new double[] {0.5, 2}, List.of(inversion(4, 1, 0.8f, 3), inversion(4, 1, 0.2f, 4)));
    LineChart chart = InversionFigures.budgetCurves(both(standard, standard));
    LineChart.Series series = chart.series().get(1);
    assertEquals("robust", series.name());
    assertArrayEquals(new double[] {0.5, 2}, series.x());
    assertArrayEquals(new double[] {0.85, 0.25}, series.y(), 1e-6);
    assertEquals(0.1, series.deviations()[0], 1e-6);
    assertTrue(chart.render().getWidth() > 100);
    ImageGrid grid = InversionFigures.budgets(Map.of("robust", standard));
    assertEquals(
        List.of("target", "source", "robust\nwithin 0.5", "robust\nwithin 2"),
        labels(grid.blocks().get(0)));
    assertThrows(RobustaException.class, () -> new Budgets(new double[] {1}, List.of()));
    assertThrows(
        RobustaException.class,
        () -> new LineChart.Series("a", new double[2], new double[2], new double[1]));
  }

  @Test
  void inversionsHaveFilmstrips() {
    ImageGrid grid =
        InversionFigures.filmstrips(both(inversion(2, 1, 0.1f, 3), inversion(2, 1, 0.1f, 4)));
    assertEquals(2, grid.blocks().size(), "one per target");
    assertEquals(List.of("start", "9", "target"), grid.blocks().get(1).heads());
    assertEquals(2, grid.blocks().get(1).rows().size());
    ImageGrid stopped =
        InversionFigures.filmstrips(both(inversion(2, 1, 0.1f, 3), inversion(2, 1, 0.1f, 4, 5)));
    assertEquals(4, stopped.blocks().size(), "each with its own steps above");
    assertEquals(List.of("start", "5", "target"), stopped.blocks().get(1).heads());
  }

  private static VisualizationResult features(String verb, int steps, int... features) {
    int count = features.length;
    float[] representations = new float[count * 8];
    for (int i = 0; i < count; i++) {
      representations[i * 8 + features[i]] = 10 + i;
    }
    Images sources = Samples.images(count, 1, 8, 1);
    Images images = Samples.images(count, 1, 8, 2);
    return new VisualizationResult(
        features,
        sources,
        images,
        new Activations(count, 8, 1, new float[count * 8], new float[count]),
        new Activations(count, 8, 1, representations, new float[count]),
        new int[count],
        LOSSES,
        List.of(new Snapshot(0, sources), new Snapshot(3, images), new Snapshot(steps, images)),
        false,
        Samples.recipe(verb));
  }

  @Test
  void additionsHaveFilmstrips() {
    VisualizationResult a = features("add feature", 9, 3, 5);
    ImageGrid same = FeatureFigures.filmstrips(both(a, a));
    assertEquals(2, same.blocks().size());
    assertEquals(List.of("start", "3", "9"), same.blocks().get(0).heads());
    assertEquals(List.of("feature 5\nstandard", "feature 5\nrobust"), labels(same.blocks().get(1)));
    assertTrue(captions(same.blocks().get(1), 0).get(2).startsWith("11.00, 0 steps\nL2 "));
    ImageGrid other = FeatureFigures.filmstrips(both(a, features("add feature", 7, 3, 5)));
    assertEquals(4, other.blocks().size(), "each with its own steps above");
    assertThrows(
        RobustaException.class,
        () -> FeatureFigures.filmstrips(both(a, features("add feature", 9, 3, 6))));
  }

  @Test
  void aGalleryHasBothEndsAndWhatMaximizes() {
    TopActivationsResult.Ranking ranking =
        new TopActivationsResult.Ranking(
            new int[] {4, 2}, new float[] {2, 1}, Samples.images(2, 1, 8, 9), new int[] {0, 1});
    List<TopActivationsResult> activating =
        java.util.stream.IntStream.of(3, 5)
            .mapToObj(
                f ->
                    new TopActivationsResult(
                        f, ranking, ranking, Spread.of(0.0, 1.0), Samples.recipe("top")))
            .toList();
    List<String> classes = List.of("bag", "boot");
    ImageGrid grid =
        FeatureFigures.gallery(activating, features("visualize", 9, 3, 3, 5, 5), classes);
    ImageGrid.Block block = grid.blocks().get(0);
    assertEquals(List.of("maximized", "most 1", "most 2", "least 1", "least 2"), block.heads());
    assertEquals(List.of("feature 3", "feature 5"), labels(block));
    assertEquals("12.00", captions(block, 1).get(0), "its first start");
    assertEquals("boot\n1.00", captions(block, 1).get(2));
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> FeatureFigures.gallery(activating, features("visualize", 9, 3), classes));
    assertTrue(e.getMessage().contains("[3, 5]"), e.getMessage());
  }
}
