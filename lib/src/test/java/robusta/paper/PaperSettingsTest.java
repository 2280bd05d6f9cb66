package robusta.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import robusta.data.DataSource;
import robusta.data.Datasets;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.paper.PaperSettings.Attack;
import robusta.paper.PaperSettings.Search;
import robusta.paper.PaperSettings.Training;
import robusta.represent.FeatureAddition;
import robusta.represent.Interpolation;
import robusta.represent.Inversion;
import robusta.represent.Starts;
import robusta.represent.Visualization;
import robusta.run.Recipe;
import robusta.run.RunContext;
import robusta.train.Evaluation;
import robusta.train.Trainer;

/** The numbers are those of the paper's tables, and they arrive where they are used. */
class PaperSettingsTest {
  private static final Engine ENGINE = OneDnnEngine.instance();
  private static final RunContext CONTEXT = RunContext.quiet(1);
  private static final int SIDE = 16;

  private final Model model = model(SIDE);
  private final Images images = Starts.gray(2, 3, SIDE, SIDE);
  private final PaperSettings paper = PaperSettings.IMAGENET;

  private static Model model(int side) {
    return Model.create("smallcnn")
        .images(3, side, side)
        .classes(List.of("a", "b"))
        .width(2)
        .build();
  }

  /** Table 2, Table 3, the attack of A.4, the table of A.6.1, figure 8, the table of A.6.2. */
  @Test
  void theNumbersOfTheTables() {
    assertEquals(
        new Training(110, 0.1, 256, List.of(30.0, 60.0), 0.9, 1e-4, "imagenet"), paper.training());
    assertEquals(new Attack(3.0, 7, 0.5), paper.adversary());
    assertEquals(20, paper.attackSteps());
    assertEquals(new Search(1000, 200, 1), paper.visualization());
    assertEquals(new Search(500, 1500, 0.5), paper.fromGray());
    assertEquals(new Search(1000, 10000, 1), paper.inversion());
    assertEquals(new Attack(0.5, 7, 0.1), PaperSettings.CIFAR10.adversary());
    assertEquals(150, PaperSettings.CIFAR10.training().epochs());
    assertEquals(0.1, PaperSettings.CIFAR10.inversion().stepSize());
  }

  @Test
  void theSizeOfTheImagesDecides() {
    assertSame(PaperSettings.CIFAR10, PaperSettings.of(model(32)));
    assertSame(PaperSettings.IMAGENET, PaperSettings.of(model(224)));
  }

  @Test
  void trainingTakesThem() {
    DataSource data =
        new DataSource(
            "two",
            Datasets.of("two", List.of("a", "b"), images, new int[] {0, 1}),
            Datasets.of("two", List.of("a", "b"), images, new int[] {0, 1}),
            Normalizer.identity(3));
    Recipe recipe = paper.robust(Trainer.of(model, data, ENGINE)).epochs(1).run(CONTEXT).recipe();
    assertSettings(
        Map.of(
            "batch size", "256",
            "learning rate", "0.1",
            "schedule", "drop by 0.1 at 30.0 60.0",
            "optimizer", "sgd momentum 0.9 weight decay 1.0E-4",
            "norm", "L2",
            "eps", "3",
            "steps", "7",
            "stepSize", "0.5",
            "randomStart", "true"),
        recipe);
    Recipe standard =
        paper.standard(Trainer.of(model, data, ENGINE)).epochs(1).run(CONTEXT).recipe();
    assertEquals(null, standard.settings().get("eps"));
    Recipe measured =
        paper
            .evaluation(Evaluation.of(ENGINE, model).on(data.test()))
            .run(CONTEXT)
            .recipes()
            .get(0);
    assertSettings(
        Map.of("eps", "[0.0, 3.0]", "steps", "20", "stepSize", "2.5 * eps / steps"), measured);
  }

  @Test
  void looksIntoTheRepresentationTakeThem() {
    assertSettings(
        Map.of("eps", "1000", "stepSize", "1", "useBest", "false"),
        paper
            .inversion(Inversion.on(model, ENGINE))
            .targets(images)
            .steps(1)
            .run(CONTEXT)
            .recipe());
    assertSettings(
        Map.of("eps", "1000", "stepSize", "1", "useBest", "true"),
        paper
            .interpolation(Interpolation.on(model, ENGINE))
            .between(images, images)
            .frames(2)
            .steps(1)
            .run(CONTEXT)
            .recipe());
    assertSettings(
        Map.of("eps", "1000", "stepSize", "1", "steps", "200"),
        paper.visualization(Visualization.on(model, ENGINE)).features(1).run(CONTEXT).recipe());
    assertSettings(
        Map.of("eps", "500", "stepSize", "0.5"),
        paper
            .fromGray(Visualization.on(model, ENGINE))
            .features(1)
            .from(images)
            .steps(1)
            .run(CONTEXT)
            .recipe());
    assertSettings(
        Map.of("stepSize", "0.1", "steps", "800"),
        paper
            .addition(FeatureAddition.on(model, ENGINE))
            .features(1)
            .to(images)
            .run(CONTEXT)
            .recipe());
  }

  private static void assertSettings(Map<String, String> expected, Recipe recipe) {
    expected.forEach((name, value) -> assertEquals(value, recipe.settings().get(name), name));
  }
}
