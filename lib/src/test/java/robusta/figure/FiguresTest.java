package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import robusta.attack.AttackResult;
import robusta.data.Images;
import robusta.represent.Activations;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.LossCurve;
import robusta.represent.Spread;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;
import robusta.train.EpochRecord;
import robusta.train.EvaluationResult;

class FiguresTest {
  private static final LossCurve LOSSES = new LossCurve(new int[] {0, 9}, new float[][] {{1}, {0}});

  static BarChart evaluation() {
    return Figures.of(
        new EvaluationResult(
            List.of(
                new EvaluationResult.Score("standard", 0, 900, 1000),
                new EvaluationResult.Score("standard", 0.5, 50, 1000),
                new EvaluationResult.Score("robust", 0, 800, 1000),
                new EvaluationResult.Score("robust", 0.5, 600, 1000)),
            false,
            List.of(Samples.recipe("evaluate"))));
  }

  private static InversionResult inversion(int count, long targets, long sources) {
    return new InversionResult(
        Samples.images(count, 3, 8, targets),
        Samples.images(count, 3, 8, sources),
        Samples.images(count, 3, 8, 7),
        1,
        new float[count],
        new float[count],
        LOSSES,
        List.of(),
        Optional.empty(),
        false,
        Samples.recipe("invert"));
  }

  @Test
  void inversionsOfTwoModelsShareTargetsAndSources() {
    Map<String, InversionResult> results = new LinkedHashMap<>();
    results.put("standard", inversion(12, 1, 2));
    results.put("robust", inversion(12, 1, 2));
    ImageGrid grid = Figures.inversions(results);
    assertEquals(2, grid.blocks().size(), "ten in a row, then the rest");
    for (ImageGrid.Block block : grid.blocks()) {
      assertEquals(
          List.of("target", "source", "standard", "robust"),
          block.rows().stream().map(ImageGrid.Row::label).toList());
    }
    assertEquals(2, grid.blocks().get(1).rows().get(0).images().count());
    assertEquals(2, grid.recipes().size());

    results.put("robust", inversion(12, 1, 3));
    assertEquals(5, Figures.inversions(results).blocks().get(0).rows().size());
    results.put("robust", inversion(12, 4, 2));
    assertThrows(RobustaException.class, () -> Figures.inversions(results));
    assertThrows(RobustaException.class, () -> Figures.inversions(Map.of()));
  }

  @Test
  void interpolationsStandOverTheirPixels() {
    Images blends = Samples.images(6, 1, 8, 1);
    InterpolationResult result =
        new InterpolationResult(
            Samples.images(2, 1, 8, 2),
            Samples.images(2, 1, 8, 3),
            3,
            blends,
            Samples.images(6, 1, 8, 4),
            new float[6],
            new float[] {0, 0, 0, 0.25f, 0, 0},
            LOSSES,
            Optional.empty(),
            false,
            Samples.recipe("interpolate"));
    ImageGrid grid = Figures.of(result);
    assertEquals(2, grid.blocks().size());
    ImageGrid.Block second = grid.blocks().get(1);
    assertEquals(List.of("0.00", "0.50", "1.00"), second.heads());
    assertEquals(List.of("0.25", "0.00", "0.00"), second.rows().get(0).captions());
    assertEquals(
        blends.pixels()[3 * 64], second.rows().get(1).images().pixels()[0], "the second pair's");
  }

  private static VisualizationResult features(String verb, int... features) {
    int count = features.length;
    float[] representations = new float[count * 8];
    for (int i = 0; i < count; i++) {
      representations[i * 8 + features[i]] = 10 + i;
    }
    Activations after = new Activations(count, 8, 1, representations, new float[count]);
    return new VisualizationResult(
        features,
        Samples.images(count, 1, 8, 1),
        Samples.images(count, 1, 8, 2),
        new Activations(count, 8, 1, new float[count * 8], new float[count]),
        after,
        new int[count],
        LOSSES,
        List.of(),
        false,
        Samples.recipe(verb));
  }

  @Test
  void visualizationsHaveAColumnPerFeatureAndARowPerStart() {
    VisualizationResult result = features("visualize", 3, 3, 5, 5, 7, 7);
    ImageGrid grid = Figures.of(result);
    assertEquals(1, grid.blocks().size());
    ImageGrid.Block block = grid.blocks().get(0);
    assertEquals(List.of("start", "feature 3", "feature 5", "feature 7"), block.heads());
    assertEquals(2, block.rows().size());
    ImageGrid.Row second = block.rows().get(1);
    assertEquals(List.of("", "11.00", "13.00", "15.00"), second.captions());
    assertEquals(result.sources().get(1).pixels()[5], second.images().get(0).pixels()[5]);
    assertEquals(result.images().get(3).pixels()[5], second.images().get(2).pixels()[5]);
  }

  @Test
  void additionsShowBeforeAndAfter() {
    ImageGrid grid = Figures.of(features("add feature", 3, 5));
    assertEquals(
        List.of("before", "after"),
        grid.blocks().get(0).rows().stream().map(ImageGrid.Row::label).toList());
    assertEquals("10.00, 0 steps", grid.blocks().get(0).rows().get(1).captions().get(0));
    assertThrows(
        RobustaException.class,
        () ->
            Figures.visualizations(
                Map.of("a", features("add feature", 3), "b", features("visualize", 3))));
  }

  @Test
  void attacksShowTheChangeAmplified() {
    Images clean = Samples.images(1, 1, 8, 1);
    Images changed = clean.copy();
    clean.pixels()[0] = 0.5f;
    changed.pixels()[0] = 0.625f;
    AttackResult result =
        new AttackResult(
            clean,
            changed,
            0.125,
            new float[1],
            new float[1],
            new float[1],
            new int[] {0},
            new int[] {1},
            new boolean[] {true},
            false,
            Samples.recipe("attack"));
    List<ImageGrid.Row> rows = Figures.of(result, List.of("cat", "dog")).blocks().get(0).rows();
    assertEquals(List.of("cat"), rows.get(0).captions());
    assertEquals(List.of("dog"), rows.get(1).captions());
    assertEquals("difference\n× 4", rows.get(2).label());
    assertEquals(1f, rows.get(2).images().pixels()[0]);
    assertEquals(0.5f, rows.get(2).images().pixels()[1]);
  }

  @Test
  void topActivationsShowBothEnds() {
    TopActivationsResult.Ranking ranking =
        new TopActivationsResult.Ranking(
            new int[] {4, 2}, new float[] {3, 2}, Samples.images(2, 1, 8, 1), new int[] {1, 0});
    ImageGrid grid =
        Figures.topActivations(
            List.of(
                new TopActivationsResult(
                    9, ranking, ranking, Spread.of(1.0, 2.0), Samples.recipe("top"))),
            List.of("cat", "dog"));
    assertEquals(List.of("dog\n3.00", "cat\n2.00"), grid.blocks().get(0).rows().get(0).captions());
    assertTrue(grid.description().contains("feature 9 least"), grid.description());
  }

  @Test
  void trainingLeavesOutWhatWasNotMeasured() {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      epochs.add(
          new EpochRecord(i, i, 0.1, 0, 2.0 / i, 0.3, i == 2 ? Double.NaN : 0.4, Double.NaN, 9));
    }
    Panels panels =
        Figures.training(List.of(new Figures.Curves("", epochs)), List.of(Samples.recipe("train")));
    LineChart accuracy = (LineChart) panels.panels().get(1);
    assertEquals(
        List.of("train", "test"), accuracy.series().stream().map(LineChart.Series::name).toList());
    assertEquals(1, panels.recipes().size());
    assertTrue(panels.render().getWidth() > 1000);
  }

  @Test
  void barsStandForTheScores() {
    BarChart chart = evaluation();
    assertEquals(List.of("clean", "0.5"), chart.groups());
    assertEquals(0.6, chart.series().get(1).values()[1]);
    // Four bars in two colors: the areas are as the accuracies.
    var picture = chart.render();
    int blue = 0;
    int orange = 0;
    for (int y = 160; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y) & 0xffffff;
        blue += rgb == 0x0072b2 ? 1 : 0;
        orange += rgb == 0xd55e00 ? 1 : 0;
      }
    }
    assertEquals((0.9 + 0.05) / (0.8 + 0.6), (double) blue / orange, 0.02);
  }
}
