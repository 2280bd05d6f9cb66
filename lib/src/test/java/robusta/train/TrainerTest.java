package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.attack.Constraint;
import robusta.data.Augmentations;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Datasets;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.Progress;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.api.Table;

class TrainerTest {
  private static final Engine ENGINE = OneDnnEngine.instance();

  @TempDir Path folder;

  private final DataSource data = Toys.data(150, 90);

  private Trainer trainer(Model model) {
    return Trainer.of(model, data, ENGINE)
        .epochs(4)
        .batchSize(32)
        .learningRate(0.1)
        .schedule(Schedule.cyclic())
        .precision(Precision.F32);
  }

  static Stream<Adversary> adversaries() {
    return Stream.of(
        Adversary.none(),
        Adversary.pgd(Constraint.l2(0.4), 3),
        Adversary.noise(Constraint.linf(0.05)));
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void learns(Adversary adversary) {
    Model model = Toys.model();
    TrainingResult result = trainer(model).epochs(12).adversary(adversary).run(RunContext.quiet(3));
    Table table = result.table();
    assertEquals(12, table.rowCount());
    assertEquals(
        List.of(
            "epoch",
            "seconds",
            "learning rate",
            "eps",
            "train loss",
            "train accuracy",
            "test accuracy",
            "robust accuracy",
            "images/s"),
        table.columnNames());
    EpochRecord last = result.history().epochs().get(11);
    assertTrue(last.testAccuracy() > 0.8, table.print());
    assertTrue(last.trainLoss() < 0.7 * result.history().epochs().get(0).trainLoss());
    assertEquals(adversary.ball().isEmpty(), Double.isNaN(last.robustAccuracy()));
    assertTrue(
        adversary.ball().isEmpty() || last.robustAccuracy() <= last.testAccuracy(), table.print());
    assertFalse(result.stopped());
    assertEquals("train", result.recipe().verb());
  }

  @Test
  void whoLooksOnSeesEveryEpoch() {
    List<Integer> seen = new ArrayList<>();
    trainer(Toys.model())
        .epochs(3)
        .watcher(history -> seen.add(history.epochs().size()))
        .run(RunContext.quiet(1));
    assertEquals(List.of(1, 2, 3), seen);
  }

  @Test
  void theSeedDecidesEveryBit() {
    float[][] reached = new float[3][];
    for (int i = 0; i < 3; i++) {
      Model model = Toys.model();
      trainer(model)
          .epochs(2)
          .adversary(Adversary.pgd(Constraint.l2(0.3), 2))
          .run(RunContext.quiet(i == 2 ? 8 : 7));
      reached[i] = Toys.weights(model);
    }
    assertArrayEquals(reached[0], reached[1]);
    assertFalse(Arrays.equals(reached[0], reached[2]));
  }

  /** Stops as soon as an epoch's checkpoint is there and a step more was taken. */
  private RunContext interruptedAfter(int epochs) {
    Cancellation cancellation = new Cancellation();
    Progress progress =
        (task, done, total, note) -> {
          if (task.startsWith("epoch " + (epochs + 1) + "/") && done == 2) {
            cancellation.request();
          }
        };
    return new RunContext(7, progress, cancellation);
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(Optimizer.sgd(0.9, 5e-4), Optimizer.adamW(1e-3));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumingGivesTheSameBitsWhereverItStopped(Optimizer optimizer) {
    Adversary adversary = Adversary.pgd(Constraint.l2(0.3), 2);
    Model whole = Toys.model();
    TrainingResult uninterrupted =
        trainer(whole)
            .optimizer(optimizer)
            .adversary(adversary)
            .epsWarmUp(2)
            .run(RunContext.quiet(7));
    for (int stop = 0; stop < 4; stop++) {
      Path at = folder.resolve("stop " + stop);
      Model parts = Toys.model();
      TrainingResult first =
          trainer(parts)
              .optimizer(optimizer)
              .adversary(adversary)
              .epsWarmUp(2)
              .checkpoints(at)
              .run(interruptedAfter(stop));
      assertTrue(first.stopped());
      assertEquals(stop, first.history().epochs().size());
      Model resumed = Toys.model("toy", 99);
      TrainingResult second =
          trainer(resumed)
              .optimizer(optimizer)
              .adversary(adversary)
              .epsWarmUp(2)
              .checkpoints(at)
              .run(RunContext.quiet(7));
      if (stop > 0) {
        assertArrayEquals(Toys.weights(whole), Toys.weights(resumed));
        assertEquals(untimed(uninterrupted.history().epochs()), untimed(second.history().epochs()));
      }
    }
  }

  private static List<EpochRecord> untimed(List<EpochRecord> epochs) {
    return epochs.stream()
        .map(
            e ->
                new EpochRecord(
                    e.epoch(),
                    0,
                    e.learningRate(),
                    e.eps(),
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.testAccuracy(),
                    e.robustAccuracy(),
                    0))
        .toList();
  }

  @Test
  void aFinishedTrainingIsNotRepeated() {
    trainer(Toys.model()).checkpoints(folder).run(RunContext.quiet(7));
    Model again = Toys.model();
    List<String> tasks = new ArrayList<>();
    TrainingResult result =
        trainer(again)
            .checkpoints(folder)
            .run(RunContext.quiet(7).withProgress((task, done, total, note) -> tasks.add(task)));
    assertEquals(List.of("resume"), tasks);
    assertEquals(4, result.history().epochs().size());
    assertTrue(Files.exists(result.best().orElseThrow()));
  }

  @Test
  void theBestModelIsThatOfTheBestEpoch() {
    TrainingResult result =
        trainer(Toys.model())
            .adversary(Adversary.pgd(Constraint.l2(0.5), 2))
            .evaluation(1, 90)
            .checkpoints(folder)
            .run(RunContext.quiet(7));
    double best =
        result.history().epochs().stream()
            .mapToDouble(EpochRecord::robustAccuracy)
            .max()
            .orElseThrow();
    Model loaded = Checkpoints.load(result.best().orElseThrow());
    assertEquals(
        best,
        Evaluation.of(ENGINE, loaded)
            .on(data.test())
            .eps(0.5)
            .run(RunContext.quiet(7))
            .accuracy(loaded.name(), 0.5));
  }

  @Test
  void otherSettingsCannotResume() {
    trainer(Toys.model()).checkpoints(folder).run(interruptedAfter(2));
    Trainer other = trainer(Toys.model()).learningRate(0.05).checkpoints(folder);
    RobustaException e = assertThrows(RobustaException.class, () -> other.run(RunContext.quiet(7)));
    assertTrue(
        e.getMessage().contains("was begun with learning rate 0.1 and can't go on with 0.05"),
        e.getMessage());
    assertEquals(2, StateFile.read(folder.resolve("last.training")).epochs());
    other.resume(false).run(RunContext.quiet(7));
    assertEquals(4, StateFile.read(folder.resolve("last.training")).epochs());
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsAWarning() {
    Path place = folder.resolve("place");
    Path aside = folder.resolve("aside");
    List<String> notes = new ArrayList<>();
    Progress progress =
        (task, done, total, note) -> {
          try {
            if (task.equals("epoch 2/4") && done == 1) {
              Files.move(place, aside);
              Files.writeString(place, "a file where the folder was");
            }
            if (task.equals("epoch 3/4") && done == 1) {
              Files.delete(place);
              Files.move(aside, place);
              assertEquals(1, StateFile.read(place.resolve("last.training")).epochs());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          if (task.equals("checkpoint")) {
            notes.add(note);
          }
        };
    TrainingResult result =
        trainer(Toys.model()).checkpoints(place).run(RunContext.quiet(7).withProgress(progress));
    assertEquals(1, result.warnings().size());
    assertEquals(result.warnings(), notes);
    assertTrue(
        notes.get(0).startsWith("the checkpoint of epoch 2 is missing, the one before it is kept"),
        notes.get(0));
    assertEquals(4, StateFile.read(place.resolve("last.training")).epochs());
  }

  @Test
  void whatAKilledWriterLeftBehindIsRemoved() throws IOException {
    Path part = folder.resolve(".last.training.123-1.part");
    Files.writeString(part, "half");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    trainer(Toys.model()).epochs(1).checkpoints(folder).run(RunContext.quiet(7));
    assertFalse(Files.exists(part));
    assertTrue(Files.exists(folder.resolve("notes.txt")));
  }

  @Test
  void divergenceIsSaidAndTheLastGoodStateKept() throws IOException {
    Schedule explodes = Schedule.of("explodes", epoch -> epoch < 2 ? 1 : 1e30);
    Model model = Toys.model();
    Trainer trainer =
        trainer(model)
            .schedule(explodes)
            .adversary(Adversary.pgd(Constraint.l2(0.3), 2))
            .checkpoints(folder);
    RobustaException e =
        assertThrows(RobustaException.class, () -> trainer.run(RunContext.quiet(7)));
    assertTrue(e.getMessage().startsWith("the training diverged in epoch 3"), e.getMessage());
    assertTrue(e.getMessage().contains("lower learning rate than 0.1"), e.getMessage());
    TrainingState kept = StateFile.read(folder.resolve("last.training"));
    assertEquals(2, kept.epochs());
    for (float weight : kept.weights()) {
      assertTrue(Float.isFinite(weight));
    }
    assertArrayEquals(kept.weights(), Toys.weights(model), "the weights before that epoch");
    Files.delete(folder.resolve("last.training"));
    trainer.schedule(Schedule.constant()).learningRate(0.01).epochs(1).run(RunContext.quiet(7));
  }

  @Test
  void weightsThatAreNoNumbersAreSaid() {
    Model broken = Toys.model();
    broken.graph().params().putScalar(0, Float.NaN);
    RobustaException e =
        assertThrows(RobustaException.class, () -> trainer(broken).run(RunContext.quiet(7)));
    assertEquals(
        "some weights of 'toy' are not numbers; load it anew or begin with a new model",
        e.getMessage());
  }

  @Test
  void theBestModelOfAnEarlierTrainingIsNotThisOnes() {
    trainer(Toys.model()).epochs(1).checkpoints(folder).run(RunContext.quiet(7));
    assertTrue(Files.exists(folder.resolve("best.zip")));
    Cancellation cancellation = new Cancellation();
    TrainingResult stopped =
        trainer(Toys.model())
            .epochs(2)
            .evaluation(2, 10)
            .checkpoints(folder)
            .resume(false)
            .watcher(history -> cancellation.request())
            .run(new RunContext(8, Progress.NONE, cancellation));
    assertTrue(stopped.stopped());
    assertTrue(stopped.best().isEmpty());
  }

  @Test
  void classesInAnotherOrderAreSaid() {
    Batch all = data.train().range(0, 20);
    Dataset other = Datasets.of("other", List.of("b", "a", "c"), all.images(), all.labels());
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () ->
                Trainer.of(
                        Toys.model(),
                        new DataSource("other", other, other, data.normalizer()),
                        ENGINE)
                    .run(RunContext.quiet(1)));
    assertEquals(
        "'other' has the classes of the model 'toy' in another order (b, a, c instead of a, b, c);"
            + " give the model a new head for these data",
        e.getMessage());
  }

  @Test
  void aTimeBudgetIsKeptAndItsClockGoesOn() {
    AtomicLong clock = new AtomicLong();
    List<Double> rates = new ArrayList<>();
    Schedule watched =
        Schedule.over(
            "watched",
            progress -> {
              clock.addAndGet(Duration.ofSeconds(1).toNanos());
              rates.add(progress);
              return 1 - progress;
            });
    Trainer first = trainer(Toys.model()).schedule(watched).checkpoints(folder);
    first.budget(Duration.ofSeconds(22)).nanos = clock::get;
    Cancellation cancellation = new Cancellation();
    TrainingResult interrupted =
        first.run(
            new RunContext(
                7,
                (task, done, total, note) -> {
                  if (task.equals("epoch 3") && done == 2) {
                    cancellation.request();
                  }
                },
                cancellation));
    assertTrue(interrupted.stopped());
    assertEquals(2, interrupted.history().epochs().size());
    assertEquals(10, interrupted.history().epochs().get(1).seconds(), 1e-9);
    rates.clear();
    Trainer second = trainer(Toys.model()).schedule(watched).checkpoints(folder);
    second.budget(Duration.ofSeconds(22)).nanos = clock::get;
    TrainingResult result = second.run(RunContext.quiet(7));
    assertFalse(result.stopped());
    assertEquals(10.0 / 22, rates.get(0), 1e-9);
    assertEquals(1, rates.get(rates.size() - 1), 0.15);
    EpochRecord last = result.history().epochs().get(result.history().epochs().size() - 1);
    assertTrue(last.seconds() > 18 && last.seconds() <= 23, result.table().print());
    assertFalse(Double.isNaN(last.testAccuracy()));
  }

  @Test
  void progressSaysWhatItCostsAndHowLongItTakes() {
    List<String> reports = new ArrayList<>();
    trainer(Toys.model())
        .run(
            RunContext.quiet(7)
                .withProgress(
                    (task, done, total, note) ->
                        reports.add(task + " " + done + " of " + total + ": " + note)));
    assertTrue(
        reports.stream().anyMatch(r -> r.matches("training time .*[34] epochs of 5 steps.*")),
        reports.toString());
    assertTrue(
        reports
            .get(reports.size() - 1)
            .matches("epoch 4/4 8 of 8: loss .* train .* test .* images/s.*"),
        reports.get(reports.size() - 1));
    assertEquals(4, reports.stream().filter(r -> r.contains("8 of 8")).count());
  }

  @Test
  void theRecipeSaysWhatDecidedTheWeights() {
    TrainingResult result =
        trainer(Toys.model())
            .epochs(1)
            .augmentation(Augmentations.flip().then(Augmentations.padCrop(2)))
            .adversary(Adversary.pgd(Constraint.l2(0.25), 3))
            .run(RunContext.quiet(7));
    Map<String, String> settings = result.recipe().settings();
    assertEquals("Flip[], PadCrop[padding=2]", settings.get("augmentation"));
    assertEquals("pgd", settings.get("adversary"));
    assertEquals("0.25", settings.get("eps"));
    assertEquals("cyclic peak 0.5", settings.get("schedule"));
    assertEquals("150 of toy train", settings.get("training images"));
    assertEquals(7, result.recipe().seed());
  }

  @Test
  void dataThatDoNotFitAreNamed() {
    DataSource other =
        new DataSource(
            "wrong",
            new Toys.Memory("wrong train", Images.zeros(2, 3, 8, 8), new int[] {0, 1}),
            data.test(),
            data.normalizer());
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> Trainer.of(Toys.model(), other, ENGINE).run(RunContext.quiet(1)));
    assertEquals(
        "the images of 'wrong train' are 3x8x8 but the model 'toy' takes 1x8x8 (channels x height x"
            + " width)",
        e.getMessage());
  }

  @Test
  void imagesThatAreNoNumbersAreNamed() {
    Images images = Images.zeros(4, 1, 8, 8);
    images.pixels()[70] = Float.NaN;
    DataSource broken =
        new DataSource(
            "broken",
            new Toys.Memory("broken train", images, new int[] {0, 1, 2, 0}),
            data.test(),
            data.normalizer());
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> Trainer.of(Toys.model(), broken, ENGINE).run(RunContext.quiet(1)));
    assertTrue(e.getMessage().contains("is NaN; images must hold numbers"), e.getMessage());
  }
}
