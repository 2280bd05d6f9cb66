package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.engine.Tap;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

class PgdTest {
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int SIZE = CHANNELS * HEIGHT * WIDTH;
  private static final int COUNT = 7;
  private static final int[] LABELS = {0, 1, 2, 3, 0, 1, 2};

  private final TinyNetwork network = new TinyNetwork(1, SIZE, 10, 4);
  private final float[] x = TinyNetwork.uniform(2, COUNT * SIZE);
  private final Objective crossEntropy = Objective.crossEntropy(LABELS);

  private float[] run(Pgd.Builder pgd, Objective objective) {
    return run(pgd.build().on(network, CHANNELS, HEIGHT, WIDTH), objective);
  }

  private float[] run(PgdRun run, Objective objective) {
    float[] result = new float[COUNT * SIZE];
    run.perturb(x, COUNT, objective, new SplittableRandom(3), result);
    return result;
  }

  private float[] losses(float[] images, Objective objective) {
    float[] losses = new float[COUNT];
    Pgd.in(Constraint.l2(1))
        .build()
        .on(network, CHANNELS, HEIGHT, WIDTH)
        .losses(images, COUNT, objective, losses);
    return losses;
  }

  private static void assertInBall(Constraint constraint, float[] images, float[] center) {
    for (int i = 0; i < COUNT; i++) {
      double distance = constraint.distance(images, center, i * SIZE, (i + 1) * SIZE);
      assertTrue(distance <= constraint.eps() * (1 + 1e-5) + 1e-6, "moved by " + distance);
    }
    for (float value : images) {
      assertTrue(value >= 0 && value <= 1);
    }
  }

  /** The loss w.x for the input itself, whose best points are known. */
  private static Objective linear(float... w) {
    return Objective.of(
        "linear",
        Set.of(Tap.INPUT),
        false,
        (values, losses) -> {
          for (int i = 0; i < values.count(); i++) {
            losses[i] = 0;
            for (int j = 0; j < SIZE; j++) {
              losses[i] += w[j] * values.value(Tap.INPUT)[i * SIZE + j];
              values.gradient(Tap.INPUT)[i * SIZE + j] = w[j];
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLinearLossEndsWhereItIsLargest(boolean minimize) {
    Arrays.fill(x, 0.5f);
    float[] w = TinyNetwork.uniform(4, SIZE);
    w[3] = 0;
    double norm = Vectors.norm(w, 0, SIZE);
    int sign = minimize ? -1 : 1;
    for (double eps : new double[] {0.01, 0.2}) {
      Pgd.Builder l2 = Pgd.in(Constraint.l2(eps)).steps(10);
      Pgd.Builder linf = Pgd.in(Constraint.linf(eps)).steps(10);
      float[] inL2 = run(minimize ? l2.minimize() : l2, linear(w));
      float[] inLinf = run(minimize ? linf.minimize() : linf, linear(w));
      for (int i = 0; i < COUNT * SIZE; i++) {
        assertEquals(0.5 + sign * eps * w[i % SIZE] / norm, inL2[i], 1e-5);
        assertEquals(0.5 + sign * eps * Math.signum(w[i % SIZE]), inLinf[i], 1e-6);
      }
    }
  }

  @Test
  void anUnconstrainedStepFollowsTheMeanOfTheWholeBatch() {
    Arrays.fill(x, 0.5f);
    float[] w = TinyNetwork.uniform(4, SIZE);
    for (int batch : new int[] {1, 3, 7}) {
      float[] result =
          run(
              Pgd.in(Constraint.unconstrained()).stepSize(0.7).steps(2).batchSize(batch),
              linear(w));
      for (int i = 0; i < COUNT * SIZE; i++) {
        assertEquals(0.5 + 2 * 0.7 * w[i % SIZE] / COUNT, result[i], 1e-6);
      }
    }
    float[] byDefault = run(Pgd.in(Constraint.unconstrained()).steps(1), linear(w));
    assertEquals(Math.min(1, 0.5 + w[0]), byDefault[0], 1e-6);
  }

  @Test
  void attacksRaiseTheLossInsideTheBall() {
    float[] before = losses(x, crossEntropy);
    for (Constraint constraint : new Constraint[] {Constraint.l2(0.5), Constraint.linf(0.1)}) {
      for (boolean randomStart : new boolean[] {false, true}) {
        float[] result = run(Pgd.in(constraint).randomStart(randomStart), crossEntropy);
        assertInBall(constraint, result, x);
        float[] after = losses(result, crossEntropy);
        for (int i = 0; i < COUNT; i++) {
          assertTrue(after[i] > before[i]);
        }
      }
    }
  }

  @Test
  void oneStepIsTheFastGradientMethod() {
    float[] result = run(Pgd.fgsm(Constraint.linf(0.05)), crossEntropy);
    float h = 1e-2f;
    for (int j = 0; j < SIZE; j++) {
      float[] up = x.clone();
      float[] down = x.clone();
      up[j] += h;
      down[j] -= h;
      double slope = losses(up, crossEntropy)[0] - losses(down, crossEntropy)[0];
      double expected = Math.min(1, Math.max(0, x[j] + 0.05 * Math.signum(slope)));
      assertEquals(expected, result[j], 1e-6);
    }
    assertEquals(1, network.backwards);
  }

  @Test
  void theResultDoesNotDependOnTheBatchSize() {
    Pgd.Builder pgd =
        Pgd.in(Constraint.l2(0.5))
            .randomStart(true)
            .restarts(3)
            .transform(Transform.jitter(1).then(Transform.rotation(5)));
    float[] whole = run(pgd.batchSize(7), crossEntropy);
    for (int batch : new int[] {1, 2, 3, 100}) {
      assertArrayEquals(whole, run(pgd.batchSize(batch), crossEntropy));
    }
  }

  @Test
  void aRunCanBeUsedAgainForLargerAndSmallerBatches() {
    Pgd pgd = Pgd.in(Constraint.linf(0.1)).build();
    PgdRun run = pgd.on(network, CHANNELS, HEIGHT, WIDTH);
    float[] whole = run(pgd.with(), crossEntropy);
    for (int count : new int[] {2, 7, 3}) {
      float[] result = new float[count * SIZE];
      int[] labels = Arrays.copyOf(LABELS, count);
      run.perturb(x, count, Objective.crossEntropy(labels), new SplittableRandom(3), result);
      assertArrayEquals(Arrays.copyOf(whole, count * SIZE), result, 1e-6f);
      run.perturb(x, count, Objective.feature(1), new SplittableRandom(3), new float[count * SIZE]);
    }
  }

  @Test
  void theBestIterateIsKeptPerExample() {
    // Steps far too large, so that the last iterate is rarely the best.
    Pgd.Builder pgd = Pgd.in(Constraint.l2(2)).steps(9).stepSize(1.9);
    List<float[]> path = new ArrayList<>();
    PgdRun run = pgd.useBest(true).build().on(network, CHANNELS, HEIGHT, WIDTH);
    run.listen((step, state) -> path.add(state.losses().clone()));
    float[] kept = losses(run(run, crossEntropy), crossEntropy);
    assertEquals(10, path.size(), "x0 to xT are all looked at");
    float[] last = losses(run(pgd.useBest(false), crossEntropy), crossEntropy);
    boolean better = false;
    for (int i = 0; i < COUNT; i++) {
      int example = i;
      double best = path.stream().mapToDouble(l -> l[example]).max().orElseThrow();
      assertEquals(best, kept[i], 1e-5);
      assertEquals(path.get(9)[i], last[i], 1e-5);
      better |= kept[i] > last[i] + 1e-3;
    }
    assertTrue(better, "this test needs an iterate that beats the last");
    float[] lowest = losses(run(pgd.useBest(true).minimize(), crossEntropy), crossEntropy);
    float[] before = losses(x, crossEntropy);
    for (int i = 0; i < COUNT; i++) {
      assertTrue(lowest[i] <= before[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restartsKeepTheWorstCaseOfEachExample(boolean useBest) {
    Pgd.Builder pgd =
        Pgd.in(Constraint.l2(1)).steps(2).stepSize(0.5).randomStart(true).useBest(useBest);
    PgdRun run = pgd.restarts(5).build().on(network, CHANNELS, HEIGHT, WIDTH);
    float[][] ends = new float[5][];
    float[][] bests = new float[5][COUNT];
    for (float[] best : bests) {
      Arrays.fill(best, Float.NEGATIVE_INFINITY);
    }
    run.listen(
        (step, state) -> {
          ends[state.restart()] = state.losses().clone();
          for (int i = 0; i < COUNT; i++) {
            bests[state.restart()][i] = Math.max(bests[state.restart()][i], state.losses()[i]);
          }
        });
    float[] kept = losses(run(run, crossEntropy), crossEntropy);
    boolean notTheLast = false;
    float[][] compared = useBest ? bests : ends;
    for (int i = 0; i < COUNT; i++) {
      int example = i;
      double worst = Arrays.stream(compared).mapToDouble(l -> l[example]).max().orElseThrow();
      assertEquals(worst, kept[i], 1e-5);
      notTheLast |= worst > compared[4][i];
    }
    assertTrue(notTheLast);
  }

  @Test
  void theCenterMayDifferFromTheStart() {
    float[] center = TinyNetwork.uniform(8, COUNT * SIZE);
    float[] result = new float[COUNT * SIZE];
    Constraint ball = Constraint.l2(0.3);
    Pgd.in(ball)
        .useBest(false)
        .build()
        .on(network, CHANNELS, HEIGHT, WIDTH)
        .perturb(x, center, COUNT, crossEntropy, new SplittableRandom(1), result);
    assertInBall(ball, result, center);
  }

  @Test
  void anExampleStopsAsSoonAsItsFeatureDominates() {
    int feature = 4;
    Pgd.Builder pgd =
        Pgd.in(Constraint.l2(1000)).steps(60).stepSize(0.05).stopWhen(StopRule.dominates(feature));
    PgdRun run = pgd.build().on(network, CHANNELS, HEIGHT, WIDTH);
    List<float[]> path = new ArrayList<>();
    run.listen((step, state) -> path.add(state.images().clone()));
    float[] result = run(run, Objective.feature(feature));
    int[] steps = run.stepsTaken();
    boolean early = false;
    for (int i = 0; i < COUNT; i++) {
      early |= steps[i] > 0 && steps[i] < 60;
      float[] here = Arrays.copyOfRange(result, i * SIZE, (i + 1) * SIZE);
      if (steps[i] < 60) {
        assertTrue(dominates(here, feature));
        float[] at = path.get(steps[i]);
        assertArrayEquals(Arrays.copyOfRange(at, i * SIZE, (i + 1) * SIZE), here);
      }
      if (steps[i] > 0) {
        float[] before = path.get(steps[i] - 1);
        assertFalse(dominates(Arrays.copyOfRange(before, i * SIZE, (i + 1) * SIZE), feature));
      }
    }
    assertTrue(early, "this test needs an example that stops on the way");
  }

  private boolean dominates(float[] image, int feature) {
    network.forward(image, 1);
    float[] representation = new float[network.features];
    network.value(Tap.REPRESENTATION, representation);
    return Vectors.argmax(representation, 0, network.features) == feature
        && representation[feature] > 0;
  }

  @Test
  void theFourierFormClimbsToo() {
    for (Parametrization p :
        List.of(Parametrization.FOURIER, Parametrization.DECORRELATED_FOURIER)) {
      float[] before = losses(x, Objective.feature(2));
      float[] result =
          run(
              Pgd.in(Constraint.l2(Double.POSITIVE_INFINITY))
                  .stepSize(0.5)
                  .steps(30)
                  .parametrization(p),
              Objective.feature(2));
      float[] after = losses(result, Objective.feature(2));
      for (int i = 0; i < COUNT; i++) {
        assertTrue(after[i] > before[i] + 0.1, p.name());
      }
    }
  }

  @Test
  void eachStepOfARawFourierAscentIsTheLibrarys() {
    // x + step * g in coefficients, the gradient of the batch mean, nothing projected.
    Parametrization.Space space = Parametrization.FOURIER.over(CHANNELS, HEIGHT, WIDTH, COUNT);
    float[] coefficients = new float[COUNT * space.size()];
    space.fromImages(x, COUNT, coefficients);
    space.toImages(coefficients, COUNT);
    float[] w = TinyNetwork.uniform(4, SIZE);
    float[] ofImages = new float[COUNT * SIZE];
    for (int i = 0; i < ofImages.length; i++) {
      ofImages[i] = w[i % SIZE] / COUNT;
    }
    float[] gradient = space.gradient(ofImages, COUNT).clone();
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] += 30 * gradient[i];
    }
    float[] expected = space.toImages(coefficients, COUNT).clone();
    float[] result =
        run(
            Pgd.in(Constraint.unconstrained())
                .stepSize(30)
                .steps(1)
                .useBest(false)
                .parametrization(Parametrization.FOURIER),
            linear(w));
    assertArrayEquals(expected, result, 1e-5f);
  }

  @Test
  void theGradientGoesThroughTheTransform() {
    // After a shift by any amount, the sum of all pixels weighted by one pixel's place moves.
    Arrays.fill(x, 0.5f);
    float[] w = new float[SIZE];
    w[7] = 1;
    Pgd.Builder pgd =
        Pgd.in(Constraint.linf(0.2)).steps(1).useBest(false).transform(Transform.jitter(2));
    float[] result = run(pgd, linear(w));
    for (int i = 0; i < COUNT; i++) {
      int moved = 0;
      for (int j = 0; j < SIZE; j++) {
        moved += result[i * SIZE + j] > 0.6f ? 1 : 0;
      }
      assertEquals(1, moved);
    }
  }

  @Test
  void whatWasReachedIsKeptWhenCancelled() {
    for (boolean useBest : new boolean[] {false, true}) {
      Cancellation cancellation = new Cancellation();
      network.cancelWith(cancellation);
      Pgd pgd =
          Pgd.in(Constraint.l2(1)).steps(50).stepSize(0.01).useBest(useBest).batchSize(4).build();
      PgdRun run = pgd.on(network, CHANNELS, HEIGHT, WIDTH);
      run.listen(
          (step, state) -> {
            if (step == 10) {
              cancellation.request();
            }
          });
      float[] result = new float[COUNT * SIZE];
      SplittableRandom random = new SplittableRandom(3);
      assertThrows(
          CancelledException.class, () -> run.perturb(x, COUNT, crossEntropy, random, result));
      network.cancelWith(new Cancellation());
      float[] before = losses(x, crossEntropy);
      float[] after = losses(result, crossEntropy);
      for (int i = 0; i < 4; i++) {
        assertTrue(after[i] > before[i]);
      }
      assertArrayEquals(
          Arrays.copyOfRange(x, 4 * SIZE, COUNT * SIZE),
          Arrays.copyOfRange(result, 4 * SIZE, COUNT * SIZE),
          "what had not begun is as it was");
    }
  }

  @Test
  void inPlaceIsTheSame() {
    Pgd.Builder pgd = Pgd.in(Constraint.l2(0.5)).randomStart(true).batchSize(3);
    float[] expected = run(pgd, crossEntropy);
    float[] images = x.clone();
    pgd.build()
        .on(network, CHANNELS, HEIGHT, WIDTH)
        .perturb(images, COUNT, crossEntropy, new SplittableRandom(3), images);
    assertArrayEquals(expected, images);
  }

  @Test
  void aBallOfRadiusZeroCostsNothing() {
    float[] result = run(Pgd.in(Constraint.l2(0)).randomStart(true), crossEntropy);
    assertArrayEquals(x, result);
    assertEquals(0, network.forwards);
  }

  @Test
  void aLossThatIsNotANumberIsNamed() {
    x[SIZE] = Float.NaN;
    RobustaException thrown =
        assertThrows(RobustaException.class, () -> run(Pgd.in(Constraint.l2(1)), crossEntropy));
    assertTrue(thrown.getMessage().startsWith("the loss of image 1 is not a number at step 0"));
  }

  @Test
  void choicesThatMakeNoSenseAreRefused() {
    Pgd.Builder pgd = Pgd.in(Constraint.l2(1));
    assertThrows(RobustaException.class, () -> pgd.steps(0));
    assertThrows(RobustaException.class, () -> pgd.stepSize(0));
    assertThrows(RobustaException.class, () -> pgd.stepSize(Double.NaN));
    assertThrows(RobustaException.class, () -> pgd.restarts(0));
    assertThrows(RobustaException.class, () -> pgd.batchSize(0));
    assertThrows(
        RobustaException.class, () -> Pgd.in(Constraint.unconstrained()).randomStart(true).build());
    assertThrows(RobustaException.class, () -> pgd.build().on(network, 1, HEIGHT, WIDTH));
  }
}
