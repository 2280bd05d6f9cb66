package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.attack.Constraint;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.run.RunContext;

class AdversaryTest {
  private static final Engine ENGINE = OneDnnEngine.instance();
  private static final int PIXELS = Toys.SIZE * Toys.SIZE;

  private final Model model = Toys.model();
  private final Batch batch = Toys.dataset("some", 20, 8).range(0, 20);

  /** Grey images, far enough from black and white for no clamping. */
  private float[] grey() {
    float[] images = new float[20 * PIXELS];
    Arrays.fill(images, 0.5f);
    return images;
  }

  private float[] attacked(Adversary adversary, float[] start, double eps, long seed) {
    try (EvalSession session = ENGINE.evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      float[] images = start.clone();
      adversary
          .on(session, 1, Toys.SIZE, Toys.SIZE, 32)
          .attack(images, batch.labels(), 20, eps, new SplittableRandom(seed));
      return images;
    }
  }

  private double loss(float[] images) {
    try (EvalSession session = ENGINE.evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      float[] logits = new float[20 * Toys.CLASSES];
      session.forward(images, 20);
      session.value(Tap.LOGITS, logits);
      SoftmaxLoss loss = new SoftmaxLoss(Toys.CLASSES, 20);
      loss.evaluate(logits, batch.labels(), 20);
      return loss.mean();
    }
  }

  static Stream<Adversary> adversaries() {
    return Stream.of(
        Adversary.pgd(Constraint.l2(0.5), 4),
        Adversary.pgd(Constraint.linf(0.05), 4),
        Adversary.noise(Constraint.l2(0.5)),
        Adversary.noise(Constraint.linf(0.05)));
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void raisesTheLossAndStaysAnImage(Adversary adversary) {
    float[] clean = batch.images().pixels();
    float[] images = attacked(adversary, clean, adversary.eps(), 1);
    assertTrue(loss(images) > loss(clean));
    new Images(images, 20, 1, Toys.SIZE, Toys.SIZE).requireValid();
    assertArrayEquals(images, attacked(adversary, clean, adversary.eps(), 1));
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void aSmallerEpsDuringWarmUpCounts(Adversary adversary) {
    float[] clean = grey();
    double half = adversary.eps() / 2;
    float[] images = attacked(adversary, clean, half, 1);
    // The noise of the single step alone may reach farther than the ball.
    double reach = half * (adversary instanceof NoiseAdversary ? 3 : 1);
    for (int i = 0; i < 20; i++) {
      double distance =
          adversary.ball().orElseThrow().distance(images, clean, i * PIXELS, (i + 1) * PIXELS);
      assertTrue(distance > 0.3 * half && distance <= reach * (1 + 1e-5), "moved by " + distance);
    }
  }

  @Test
  void theSingleStepIsThatOfThePaper() {
    double eps = 0.05;
    float[] images = attacked(Adversary.noise(Constraint.linf(eps)), grey(), eps, 1);
    int beyond = 0;
    double noiseSquares = 0;
    for (float pixel : images) {
      double moved = Math.abs(pixel - 0.5);
      assertTrue(moved <= 3 * eps + 1e-6);
      beyond += moved > eps ? 1 : 0;
      noiseSquares += moved * moved;
    }
    // Noise u in [-2, 2] eps plus a step of +-1 eps: P(|u + 1| > 1) = 1/2, E (u + 1)^2 = 7/3.
    assertEquals(0.5, (double) beyond / images.length, 0.05);
    assertEquals(7.0 / 3 * eps * eps, noiseSquares / images.length, 0.15 * eps * eps);
  }

  @Test
  void theSingleStepInL2HasTheSameRatioOfNoiseAndStep() {
    double eps = 0.5;
    float[] images = attacked(Adversary.noise(Constraint.l2(eps)), grey(), eps, 1);
    double squares = 0;
    for (float pixel : images) {
      squares += (pixel - 0.5) * (pixel - 0.5);
    }
    // Noise of squared length 4/3 eps^2, nearly at right angles to a step of length eps.
    assertEquals(7.0 / 3 * eps * eps, squares / 20, 0.25 * eps * eps);
  }

  @Test
  void attacksTheWeightsOfThatMoment() {
    RunContext context = RunContext.quiet(4);
    float[][] seen = new float[2][];
    for (int run = 0; run < 2; run++) {
      Model trained = Toys.model();
      try (TrainingStep step =
          new TrainingStep(
              trained,
              ENGINE,
              Precision.F32,
              Optimizer.sgd(0, 0),
              Adversary.pgd(Constraint.l2(0.5), 3),
              20)) {
        if (run == 0) {
          step.take(copy(), 0, 0.5, 0.5, context);
        } else {
          step.take(copy(), 0, 1e-12, 0.5, context);
        }
        Batch second = copy();
        step.take(second, 1, 1e-12, 0.5, context);
        seen[run] = second.images().pixels();
      }
    }
    assertTrue(!Arrays.equals(seen[0], seen[1]));
  }

  private Batch copy() {
    return new Batch(batch.images().copy(), batch.labels());
  }

  @Test
  void aBallIsNeeded() {
    assertThrows(
        RobustaException.class, () -> Adversary.pgd(Constraint.l2(Double.POSITIVE_INFINITY), 3));
    assertThrows(RobustaException.class, () -> Adversary.noise(Constraint.unconstrained()));
  }
}
