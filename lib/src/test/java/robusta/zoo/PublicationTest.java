package robusta.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.DataSource;
import robusta.data.Datasets;
import robusta.data.Fashion;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.Progress;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.train.Adversary;
import robusta.train.Evaluation;
import robusta.train.EvaluationResult;
import robusta.train.Trainer;
import robusta.train.TrainingResult;

class PublicationTest {
  private static final Engine ENGINE = OneDnnEngine.instance();

  @TempDir Path folder;
  private DataSource data;
  private Model model;
  private TrainingResult training;

  @BeforeEach
  void train() {
    DataSource whole = Fashion.embedded();
    data =
        new DataSource(
            whole.name(), whole.train().first(256), whole.test().first(100), whole.normalizer());
    model = Model.create("resnet[1]").data(data).width(4).name("small").seed(1).build();
    training =
        Trainer.of(model, data, ENGINE)
            .epochs(2)
            .batchSize(32)
            .adversary(Adversary.pgd(Constraint.l2(0.5), 1))
            .precision(Precision.F32)
            .run(RunContext.quiet(7));
  }

  private Publication publication() {
    return Publication.of(model, List.of(training), ENGINE)
        .on(data.test())
        .eps(0, 0.5)
        .about("A small one.")
        .script("small.groovy");
  }

  @Test
  void theCardTellsOfTheWeightsThatAreWritten() throws IOException {
    ModelCard card = publication().write(folder, RunContext.quiet(1));
    Model shipped = Checkpoints.load(folder.resolve("small.safetensors"));
    assertEquals(shipped.hash(), card.weights().hash());
    EvaluationResult measured =
        Evaluation.of(ENGINE, shipped).on(data.test()).eps(0, 0.5).run(RunContext.quiet(1));
    assertEquals(measured.accuracy("small", 0), card.clean().orElseThrow().part());
    assertEquals(measured.accuracy("small", 0.5), card.attacked().orElseThrow().part());
    assertEquals("PGD-20 at L2 0.5", card.attacked().orElseThrow().label());
    assertEquals(100, card.clean().orElseThrow().images());
    assertEquals(2, card.training().losses().size());
    assertEquals(
        training.history().epochs().get(1).trainLoss(), card.training().losses().get(1), 1e-4);
    assertEquals(7, card.training().seed());
    assertEquals("L2 0.5", card.training().adversary().orElseThrow());
    assertTrue(card.training().trainedOn().startsWith("Fashion-MNIST"));
    assertEquals(4, card.network().representation());
    assertEquals(card, ModelCard.parse("small", Files.readAllBytes(folder.resolve("small.json"))));
  }

  @Test
  void radiiThatItWasNotTrainedForAreMeasuredOnTheFirstThousand() {
    ModelCard card =
        publication()
            .on(Fashion.embedded().test().first(1200))
            .eps(0, 0.25, 0.5)
            .attack(Pgd.in(Constraint.l2(0)).steps(1).build())
            .write(folder, RunContext.quiet(1));
    assertEquals(
        List.of(1200, 1000, 1200),
        card.accuracy().stream().map(ModelCard.Accuracy::images).toList());
  }

  private List<Integer> imagesAt(Constraint ball, double... eps) {
    return publication()
        .on(Fashion.embedded().test().first(1200))
        .eps(eps)
        .attack(Pgd.in(ball).steps(1).build())
        .write(folder, RunContext.quiet(1))
        .accuracy()
        .stream()
        .map(ModelCard.Accuracy::images)
        .toList();
  }

  @Test
  void theRadiusOfTheTrainingIsTheOneItWasToReach() {
    double eps = 8 / 255.0;
    Trainer trainer = Trainer.of(model, data, ENGINE).epochs(1).batchSize(64);
    training =
        trainer
            .adversary(Adversary.pgd(Constraint.linf(eps), 1))
            .epsWarmUp(4)
            .run(RunContext.quiet(7));
    assertTrue(training.history().epochs().get(0).eps() < eps);
    assertEquals(List.of(1200, 1200, 1000), imagesAt(Constraint.linf(0), 0, eps, 9 / 255.0));
    training = trainer.adversary(Adversary.none()).run(RunContext.quiet(7));
    assertEquals(List.of(1200, 1000), imagesAt(Constraint.linf(0), 0, eps));
  }

  @Test
  void accuraciesComeInTheOrderInWhichTheyWereAskedFor() {
    ModelCard card =
        publication()
            .eps(0.5, 0, 0.25)
            .attack(Pgd.in(Constraint.l2(0)).steps(1).build())
            .write(folder, RunContext.quiet(1));
    assertEquals(
        List.of(0.5, 0.0, 0.25), card.accuracy().stream().map(ModelCard.Accuracy::eps).toList());
    assertEquals(0.5, card.attacked().orElseThrow().eps());
    ModelCard restarted =
        publication()
            .eps(0.5)
            .attack(Pgd.in(Constraint.l2(0)).steps(1).randomStart(true).restarts(2).build())
            .write(folder, RunContext.quiet(1));
    assertEquals("PGD-1 with 2 restarts at L2 0.5", restarted.attacked().orElseThrow().label());
  }

  @Test
  void aStoppedEvaluationLeavesTheWeightsAndNoCard() {
    Cancellation cancellation = new Cancellation();
    RunContext context =
        new RunContext(1, (task, done, total, note) -> cancellation.request(), cancellation);
    assertThrows(
        CancelledException.class, () -> publication().batchSize(10).write(folder, context));
    assertEquals("small", Checkpoints.load(folder.resolve("small.safetensors")).name());
    assertFalse(Files.exists(folder.resolve("small.json")));
  }

  @Test
  void aMistakeLeavesWhatWasPublished() throws IOException {
    publication().eps(0).write(folder, RunContext.quiet(1));
    byte[] weights = Files.readAllBytes(folder.resolve("small.safetensors"));
    model.graph().params().muli(2);
    for (Publication wrong :
        List.of(
            publication()
                .on(Datasets.of("large", data.classes(), Images.zeros(1, 1, 32, 32), new int[1])),
            publication().eps(-1),
            publication().eps())) {
      assertThrows(RobustaException.class, () -> wrong.write(folder, RunContext.quiet(1)));
      assertArrayEquals(weights, Files.readAllBytes(folder.resolve("small.safetensors")));
    }
    RobustaException untrained =
        assertThrows(RobustaException.class, () -> Publication.of(model, List.of(), ENGINE));
    assertTrue(untrained.getMessage().contains("'small' was not trained"));
  }

  private TrainingResult stoppedAtOnce() {
    Cancellation cancellation = new Cancellation();
    cancellation.request();
    return Trainer.of(model, data, ENGINE)
        .precision(Precision.F32)
        .run(new RunContext(1, Progress.NONE, cancellation));
  }

  @Test
  void aTrainingThatWasStoppedAtOnceIsNoneOfTheCards() {
    ModelCard card =
        Publication.of(model, List.of(stoppedAtOnce(), training), ENGINE)
            .on(data.test())
            .write(folder, RunContext.quiet(1));
    assertEquals(1, card.trainings().size());
  }

  @Test
  void onlyWhatWasTrainedToItsEndIsPublished() {
    training = stoppedAtOnce();
    RobustaException thrown =
        assertThrows(
            RobustaException.class, () -> publication().write(folder, RunContext.quiet(1)));
    assertTrue(thrown.getMessage().contains("was stopped"), thrown.getMessage());
  }
}
