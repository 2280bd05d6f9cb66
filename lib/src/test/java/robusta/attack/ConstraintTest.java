package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.run.RobustaException;

class ConstraintTest {
  private static final int FROM = 3;
  private static final int TO = 20;

  private static float[] gaussian(SplittableRandom random, double scale) {
    float[] values = new float[TO + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static double norm(float[] a, float[] b) {
    double sum = 0;
    for (int i = FROM; i < TO; i++) {
      sum += Math.pow((double) a[i] - b[i], 2);
    }
    return Math.sqrt(sum);
  }

  private static void assertOutsideUntouched(float[] before, float[] after) {
    for (int i = 0; i < before.length; i++) {
      if (i < FROM || i >= TO) {
        assertEquals(before[i], after[i]);
      }
    }
  }

  @RepeatedTest(20)
  void projectionLandsInTheBallAndLeavesTheInsideAlone(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    double eps = random.nextDouble(0.01, 5);
    float[] center = gaussian(random, 1);
    for (Constraint constraint : new Constraint[] {Constraint.l2(eps), Constraint.linf(eps)}) {
      float[] far = gaussian(random, 10);
      float[] projected = far.clone();
      constraint.project(projected, center, FROM, TO);
      assertEquals(eps, constraint.distance(projected, center, FROM, TO), eps * 1e-5);
      assertOutsideUntouched(far, projected);
      float[] again = projected.clone();
      constraint.project(again, center, FROM, TO);
      assertArrayEquals(projected, again, 1e-6f);

      float[] inside = center.clone();
      inside[FROM] += (float) (eps * 0.9);
      float[] kept = inside.clone();
      constraint.project(kept, center, FROM, TO);
      assertArrayEquals(inside, kept, 1e-6f);
    }
  }

  @RepeatedTest(5)
  void l2ProjectionIsTheNearestPointOfTheBall(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    float[] center = gaussian(random, 1);
    float[] far = gaussian(random, 10);
    float[] projected = far.clone();
    Constraint.l2(2).project(projected, center, FROM, TO);
    double nearest = norm(far, projected);
    for (int trial = 0; trial < 200; trial++) {
      float[] direction = gaussian(random, 1);
      float[] other = center.clone();
      double length = norm(direction, new float[TO + 2]);
      for (int i = FROM; i < TO; i++) {
        other[i] += (float) (2 * direction[i] / length);
      }
      assertTrue(norm(far, other) > nearest - 1e-4);
    }
  }

  @Test
  void aStepHasItsSizeInTheNormOfTheBall() {
    float[] gradient = gaussian(new SplittableRandom(1), 1e-4);
    gradient[FROM + 1] = 0;
    float[] start = new float[TO + 2];
    float[] x = start.clone();
    Constraint.l2(1).step(x, gradient, FROM, TO, 0.3);
    assertEquals(0.3, norm(x, start), 1e-5);
    assertEquals(0.3 / norm(gradient, start), x[FROM] / gradient[FROM], 1e-2);
    assertOutsideUntouched(start, x);

    x = start.clone();
    Constraint.linf(1).step(x, gradient, FROM, TO, 0.3);
    assertEquals(Math.signum(gradient[FROM]) * 0.3f, x[FROM]);
    assertEquals(0, x[FROM + 1], "the sign of zero is zero");

    x = start.clone();
    Constraint.unconstrained().step(x, gradient, FROM, TO, 2);
    assertEquals(2 * gradient[FROM], x[FROM]);
  }

  @Test
  void aZeroGradientMovesNothing() {
    float[] x = gaussian(new SplittableRandom(2), 1);
    for (Constraint constraint :
        new Constraint[] {Constraint.l2(1), Constraint.linf(1), Constraint.unconstrained()}) {
      float[] moved = x.clone();
      constraint.step(moved, new float[TO + 2], FROM, TO, 1);
      assertArrayEquals(x, moved);
    }
  }

  @Test
  void randomStartsLieOnTheSphereAndInTheCube() {
    SplittableRandom random = new SplittableRandom(3);
    float[] noise = new float[TO + 2];
    float[] start = new float[TO + 2];
    double largest = 0;
    for (int trial = 0; trial < 100; trial++) {
      float[] x = start.clone();
      Constraint.l2(0.7).drawNoise(random, noise, FROM, TO);
      Constraint.l2(0.7).randomStart(x, noise, FROM, TO);
      assertEquals(0.7, norm(x, start), 1e-5);
      x = start.clone();
      Constraint linf = Constraint.linf(0.7);
      linf.drawNoise(random, noise, FROM, TO);
      linf.randomStart(x, noise, FROM, TO);
      assertTrue(linf.distance(x, start, FROM, TO) <= 0.7f);
      largest = Math.max(largest, linf.distance(x, start, FROM, TO));
    }
    assertTrue(largest > 0.68, "uniform noise comes near the faces");
  }

  @Test
  void defaultStepsAreThoseOfTheBall() {
    assertEquals(2.5 * 0.5 / 20, Constraint.l2(0.5).defaultStepSize(20, 8));
    assertEquals(8, Constraint.unconstrained().defaultStepSize(20, 8));
    assertThrows(
        RobustaException.class,
        () -> Constraint.l2(Double.POSITIVE_INFINITY).defaultStepSize(20, 8));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void aRadiusThatMakesNoSenseIsRefused(double eps) {
    assertThrows(RobustaException.class, () -> Constraint.l2(eps));
    assertThrows(RobustaException.class, () -> Constraint.linf(eps));
    assertThrows(RobustaException.class, () -> Constraint.l2(1).withEps(eps));
    assertThrows(RobustaException.class, () -> Constraint.unconstrained().withEps(1));
  }
}
