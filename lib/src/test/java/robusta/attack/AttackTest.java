package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.testing.Reference;

class AttackTest {
  private static final Reference REFERENCE = Reference.portable();
  private static final Model MODEL = REFERENCE.model();

  private final Images x = REFERENCE.images("x");
  private final int[] labels = REFERENCE.labels();
  private final RunContext context = RunContext.quiet(1);

  private static Attack attack() {
    return Attack.on(MODEL, OneDnnEngine.instance());
  }

  @Test
  void anAttackIsTheLibrarys() {
    AttackResult result =
        attack()
            .with(Pgd.in(Constraint.l2(0.5)).stepSize(0.3).steps(10).build())
            .images(new Batch(x, labels))
            .data("reference")
            .run(context);
    assertArrayEquals(REFERENCE.array("pgd_l2_best"), result.images().pixels(), 1e-4f);
    assertArrayEquals(REFERENCE.array("ce_loss"), result.lossesBefore(), 1e-4f);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.lossesAfter()[i] > result.lossesBefore()[i]);
      assertEquals(result.predictionsAfter()[i] != labels[i], result.success()[i]);
      assertTrue(result.sizes()[i] <= 0.5 + 1e-5 && result.sizes()[i] > 0.1);
    }
    Map<String, String> settings = result.recipe().settings();
    assertEquals("L2", settings.get("norm"));
    assertEquals("0.5", settings.get("eps"));
    assertEquals("0.3", settings.get("stepSize"));
    assertEquals("reference", result.recipe().data());
    assertFalse(result.stopped());
  }

  @Test
  void severalRadiiAreOneCall() {
    List<AttackResult> results =
        attack()
            .with(Pgd.in(Constraint.l2(1)).steps(5).build())
            .images(x)
            .labels(labels)
            .run(context, 0, 0.25, 2);
    assertEquals(3, results.size());
    assertArrayEquals(x.pixels(), results.get(0).images().pixels());
    assertEquals(0.25, results.get(1).eps());
    AttackResult alone =
        attack()
            .with(Pgd.in(Constraint.l2(0.25)).steps(5).build())
            .images(x)
            .labels(labels)
            .run(context);
    assertArrayEquals(alone.images().pixels(), results.get(1).images().pixels(), 1e-5f);
    assertTrue(results.get(2).successRate() >= results.get(0).successRate());
    for (int i = 0; i < 6; i++) {
      assertTrue(results.get(2).lossesAfter()[i] > results.get(1).lossesAfter()[i]);
    }
  }

  @Test
  void aTargetIsReached() {
    AttackResult result =
        attack()
            .with(Pgd.in(Constraint.l2(2)).steps(10).build())
            .images(x)
            .targeting(4)
            .run(context);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.lossesAfter()[i] < result.lossesBefore()[i]);
      assertEquals(result.predictionsAfter()[i] == 4, result.success()[i]);
    }
    assertTrue(result.successRate() > 0.5);
    assertEquals("minimize", result.recipe().settings().get("direction"));
  }

  @Test
  void withoutLabelsThePredictionIsAttacked() {
    AttackResult result =
        attack().with(Pgd.in(Constraint.linf(0.1)).build()).images(x).run(context);
    for (int i = 0; i < 6; i++) {
      assertEquals(
          result.predictionsAfter()[i] != result.predictionsBefore()[i], result.success()[i]);
    }
    assertTrue(result.successRate() > 0.5);
  }

  @Test
  void aLossOfOnesOwnIsRaised() {
    Objective margin =
        Objective.custom(
            Set.of(Tap.LOGITS),
            Map.of("weight", Nd4j.createFromArray(1f, 1f, 1f, 1f, 1f, 1f)),
            false,
            (sd, v) -> v.get("logits").max(1).neg().mul(v.get("weight")));
    AttackResult result =
        attack()
            .with(Pgd.in(Constraint.l2(1)).steps(5).batchSize(4).build())
            .images(x)
            .objective(margin)
            .run(context);
    for (int i = 0; i < 6; i++) {
      assertTrue(result.lossesAfter()[i] > result.lossesBefore()[i]);
    }
    assertEquals("custom", result.recipe().settings().get("objective"));
  }

  @Test
  void progressGoesFromTheBeginningToTheEndOnce() {
    List<Long> done = new ArrayList<>();
    long[] whole = new long[1];
    attack()
        .with(
            Pgd.in(Constraint.l2(0.5)).steps(4).randomStart(true).restarts(2).batchSize(4).build())
        .images(x)
        .run(
            context.withProgress(
                (task, finished, total, note) -> {
                  assertEquals("attack", task);
                  done.add(finished);
                  whole[0] = total;
                }));
    assertEquals(6 * 4 * 2, whole[0]);
    assertEquals(whole[0], done.get(done.size() - 1));
    assertEquals(1, done.stream().filter(d -> d == whole[0]).count());
    assertEquals(done.stream().sorted().toList(), done);
  }

  @Test
  void whatWasReachedIsReturnedWhenCancelled() {
    Cancellation cancellation = new Cancellation();
    List<AttackResult> results =
        attack()
            .with(Pgd.in(Constraint.l2(1)).steps(1000).build())
            .images(x)
            .labels(labels)
            .run(
                new RunContext(
                    1,
                    (task, finished, total, note) -> {
                      if (finished >= 6 * 5) {
                        cancellation.request();
                      }
                    },
                    cancellation),
                0.5,
                1);
    assertEquals(1, results.size());
    assertTrue(results.get(0).stopped());
    for (int i = 0; i < 6; i++) {
      assertTrue(results.get(0).lossesAfter()[i] > results.get(0).lossesBefore()[i]);
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertMessage("needs images", () -> attack().run(context));
    assertMessage("no images", () -> attack().images(Images.zeros(0, 3, 32, 32)).run(context));
    assertMessage(
        "1x28x28 but the model 'reference' takes 3x32x32",
        () -> attack().images(Images.zeros(2, 1, 28, 28)).run(context));
    assertMessage(
        "label 10 of image 5", () -> attack().images(x).labels(0, 1, 2, 3, 4, 10).run(context));
    assertMessage("6 images came with 1 labels", () -> attack().images(x).labels(0).run(context));
    assertMessage("label 11", () -> attack().images(x).targeting(11).run(context));
    assertMessage("eps must be", () -> attack().images(x).run(context, 0.5, -1));
    Images bright = x.copy();
    Arrays.fill(bright.pixels(), 255);
    assertMessage("numbers from 0 to 1", () -> attack().images(bright).run(context));
    assertMessage(
        "targets or an objective",
        () -> attack().images(x).targeting(1).objective(Objective.feature(1)).run(context));
  }

  private static void assertMessage(String part, Runnable work) {
    RobustaException thrown = assertThrows(RobustaException.class, work::run);
    assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
  }
}
