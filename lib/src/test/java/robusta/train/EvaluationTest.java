package robusta.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import robusta.attack.Attack;
import robusta.attack.AttackResult;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Batch;
import robusta.data.Dataset;
import robusta.data.Datasets;
import robusta.engine.Engine;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.RobustaException;
import robusta.run.RunContext;

class EvaluationTest {
  private static final Engine ENGINE = OneDnnEngine.instance();
  private static final Model STANDARD = Toys.model("standard", 1);
  private static final Model ROBUST = Toys.model("robust", 1);
  private static final Dataset TEST = Toys.dataset("toy test", 70, 3);

  @BeforeAll
  static void train() {
    for (Model model : List.of(STANDARD, ROBUST)) {
      Trainer.of(model, Toys.data(150, 30), ENGINE)
          .epochs(8)
          .batchSize(32)
          .schedule(Schedule.cyclic())
          .precision(Precision.F32)
          .adversary(
              model.name().equals("robust")
                  ? Adversary.pgd(Constraint.l2(0.6), 4)
                  : Adversary.none())
          .run(RunContext.quiet(2));
    }
  }

  @Test
  void agreesWithAnAttackOnTheWholeSet() {
    Pgd pgd = Pgd.in(Constraint.linf(0)).steps(5).randomStart(true).build();
    EvaluationResult result =
        Evaluation.of(ENGINE, STANDARD, ROBUST)
            .on(TEST)
            .attack(pgd)
            .eps(0, 0.05, 0.1)
            .batchSize(32)
            .run(RunContext.quiet(5));
    Batch all = TEST.range(0, TEST.size());
    for (Model model : List.of(STANDARD, ROBUST)) {
      List<AttackResult> attacks =
          Attack.on(model, ENGINE)
              .with(pgd.with().randomStart(true).build())
              .images(all)
              .run(RunContext.quiet(5), 0, 0.05, 0.1);
      for (int i = 0; i < 3; i++) {
        // Other random starts, so one or two images may differ.
        assertEquals(
            1 - attacks.get(i).successRate(),
            result.accuracy(model.name(), attacks.get(i).eps()),
            i == 0 ? 1e-9 : 0.05);
      }
    }
    assertEquals(6, result.table().rowCount());
    assertEquals(List.of("eps", "standard", "robust"), result.sideBySide().columnNames());
    assertEquals(3, result.sideBySide().rowCount());
    assertTrue(result.recipes().get(1).model().startsWith("robust "));
  }

  @Test
  void labelsAreMatchedByTheNamesOfTheClasses() {
    Batch all = TEST.range(0, TEST.size());
    Dataset backwards =
        Datasets.of("backwards", List.of("c", "b", "a"), all.images(), backwards(all.labels()));
    assertEquals(
        Evaluation.of(ENGINE, STANDARD).on(TEST).eps(0, 0.3).run(RunContext.quiet(5)).scores(),
        Evaluation.of(ENGINE, STANDARD)
            .on(backwards)
            .eps(0, 0.3)
            .run(RunContext.quiet(5))
            .scores());
    Dataset strange =
        Datasets.of("strange", List.of("a", "b", "d"), all.images(), backwards(all.labels()));
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> Evaluation.of(ENGINE, STANDARD).on(strange).run(RunContext.quiet(5)));
    assertTrue(e.getMessage().contains("doesn't know the class 'd' of 'strange'"), e.getMessage());
  }

  private static int[] backwards(int... labels) {
    return Arrays.stream(labels).map(label -> 2 - label).toArray();
  }

  @Test
  void robustTrainingHolds() {
    EvaluationResult result =
        Evaluation.of(ENGINE, STANDARD, ROBUST).on(TEST).eps(0, 0.6).run(RunContext.quiet(5));
    assertTrue(
        result.accuracy("robust", 0.6) > result.accuracy("standard", 0.6), result.table().print());
    assertTrue(result.accuracy("standard", 0) > 0.8);
  }

  @Test
  void theBatchSizeDoesNotMatter() {
    Pgd pgd = Pgd.in(Constraint.l2(0)).steps(3).randomStart(true).build();
    Evaluation evaluation = Evaluation.of(ENGINE, ROBUST).on(TEST).attack(pgd).eps(0.3, 0.5);
    assertEquals(
        evaluation.batchSize(70).run(RunContext.quiet(5)).scores(),
        evaluation.batchSize(13).run(RunContext.quiet(5)).scores());
  }

  @Test
  void cancellingKeepsWhatWasSeen() {
    Cancellation cancellation = new Cancellation();
    EvaluationResult result =
        Evaluation.of(ENGINE, STANDARD)
            .on(TEST)
            .eps(0, 0.1)
            .batchSize(10)
            .run(
                new RunContext(
                    5,
                    (task, done, total, note) -> {
                      assertEquals(70, total);
                      if (done == 30) {
                        cancellation.request();
                      }
                    },
                    cancellation));
    assertTrue(result.stopped());
    assertEquals(30, result.scores().get(1).images());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(
        RobustaException.class,
        () -> Evaluation.of(ENGINE, STANDARD, STANDARD).on(TEST).run(RunContext.quiet(1)));
    assertThrows(
        RobustaException.class,
        () -> Evaluation.of(ENGINE, STANDARD).on(TEST).eps(-1).run(RunContext.quiet(1)));
    assertThrows(
        RobustaException.class,
        () -> Evaluation.of(ENGINE, STANDARD).eps(0).run(RunContext.quiet(1)));
  }
}
