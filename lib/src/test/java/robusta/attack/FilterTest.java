package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.run.RobustaException;

/** What filters do to pictures, and where the loop applies them. */
class FilterTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 14;
  private static final int WIDTH = 17;
  private static final int SIZE = CHANNELS * HEIGHT * WIDTH;

  static Stream<Filter> filters() {
    return Stream.of(
        Filter.gaussian(0.5),
        Filter.gaussian(2),
        Filter.gaussian(30),
        Filter.bilateral(1, 0.1),
        Filter.bilateral(3, 10),
        Filter.gaussian(1).then(Filter.bilateral(1, 0.2)));
  }

  private static float[] filtered(Filter filter, float... picture) {
    float[] pixels = picture.clone();
    filter.bind(CHANNELS, HEIGHT, WIDTH).apply(pixels, 0);
    return pixels;
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aConstantPictureStays(Filter filter) {
    float[] constant = new float[SIZE];
    Arrays.fill(constant, 0.3f);
    assertArrayEquals(constant, filtered(filter, constant), 1e-6f);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void noValueLeavesTheRange(Filter filter) {
    for (float value : filtered(filter, TinyNetwork.uniform(1, SIZE))) {
      assertTrue(value >= 0 && value <= 1);
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void onlyItsOwnPictureIsTouched(Filter filter) {
    float[] three = TinyNetwork.uniform(2, 3 * SIZE);
    float[] alone = filtered(filter, Arrays.copyOfRange(three, SIZE, 2 * SIZE));
    float[] pixels = three.clone();
    filter.bind(CHANNELS, HEIGHT, WIDTH).apply(pixels, SIZE);
    System.arraycopy(alone, 0, three, SIZE, SIZE);
    assertArrayEquals(three, pixels);
  }

  @Test
  void awayFromTheBorderBlurConservesTheSum() {
    float[] dot = new float[SIZE];
    dot[HEIGHT * WIDTH + 7 * WIDTH + 8] = 1;
    float[] blurred = filtered(Filter.gaussian(0.9), dot);
    double sum = 0;
    double spread = 0;
    for (int i = 0; i < HEIGHT * WIDTH; i++) {
      float value = blurred[HEIGHT * WIDTH + i];
      sum += value;
      spread += value * (i % WIDTH - 8) * (i % WIDTH - 8);
      assertEquals(0, blurred[i], "another channel");
    }
    assertEquals(1, sum, 1e-5);
    assertEquals(0.9, Math.sqrt(spread), 0.03);
  }

  @Test
  void aBilateralFilterKeepsAnEdgeThatAGaussianOfTheSameRadiusDestroys() {
    float[] noise = TinyNetwork.uniform(3, SIZE);
    float[] edge = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      edge[i] = (i % WIDTH < 8 ? 0.2f : 0.8f) + 0.04f * (noise[i] - 0.5f);
    }
    float[] blurred = filtered(Filter.gaussian(2), edge);
    float[] kept = filtered(Filter.bilateral(2, 0.1), edge);
    int at = 6 * WIDTH + 7;
    assertTrue(blurred[at + 1] - blurred[at] < 0.2, "the Gaussian's edge");
    assertTrue(kept[at + 1] - kept[at] > 0.55, "the bilateral filter's edge");
    // Inside the halves both smooth the noise.
    assertTrue(roughness(kept) < roughness(edge) / 2);
  }

  private static double roughness(float... picture) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += i % WIDTH < 6 ? Math.abs(picture[i + 1] - picture[i]) : 0;
    }
    return sum;
  }

  @Test
  void aBilateralFilterThatSeesNoColoursIsAGaussian() {
    float[] picture = TinyNetwork.uniform(4, SIZE);
    // It ends at two deviations, the Gaussian at three.
    assertArrayEquals(
        filtered(Filter.gaussian(1), picture), filtered(Filter.bilateral(1, 1e4), picture), 0.04f);
  }

  @Test
  void nothingIsNothing() {
    float[] picture = TinyNetwork.uniform(5, SIZE);
    assertArrayEquals(picture, filtered(Filter.gaussian(0), picture));
    assertArrayEquals(picture, filtered(Filter.bilateral(0, 0.1), picture));
    assertSame(Filter.NONE, Filter.NONE.then(Filter.NONE));
    assertEquals(Filter.gaussian(1), Filter.NONE.then(Filter.gaussian(1)));
  }

  @Test
  void theLoopFiltersTheImageAfterEverySoManySteps() {
    TinyNetwork network = new TinyNetwork(1, SIZE, 10, 4);
    float[] start = TinyNetwork.uniform(6, 2 * SIZE);
    Objective objective = Objective.crossEntropy(0, 1);
    Filter blur = Filter.gaussian(0.7);
    Pgd.Builder plain = Pgd.in(Constraint.l2(1000)).steps(3).stepSize(0.5).useBest(false);
    float[] thrice = run(network, plain, start, objective);
    blur.bind(CHANNELS, HEIGHT, WIDTH).apply(thrice, 0);
    blur.bind(CHANNELS, HEIGHT, WIDTH).apply(thrice, SIZE);
    assertArrayEquals(thrice, run(network, plain.imageFilter(blur, 3), start, objective), 1e-6f);
    float[] five = run(network, plain.steps(5), start, objective);
    assertArrayEquals(
        run(network, plain.imageFilter(Filter.NONE, 1).steps(2), thrice, objective), five, 1e-6f);
  }

  @Test
  void afilteredImageStaysInItsBall() {
    TinyNetwork network = new TinyNetwork(1, SIZE, 10, 4);
    float[] start = TinyNetwork.uniform(6, 2 * SIZE);
    Pgd.Builder pgd =
        Pgd.in(Constraint.l2(0.3)).steps(4).useBest(false).imageFilter(Filter.gaussian(2), 1);
    float[] result = run(network, pgd, start, Objective.crossEntropy(0, 1));
    assertTrue(Vectors.distance(result, start, 0, SIZE) <= 0.3 + 1e-5);
    assertTrue(Vectors.distance(result, start, SIZE, 2 * SIZE) <= 0.3 + 1e-5);
  }

  @Test
  void theLoopFiltersTheGradientBeforeAStep() {
    TinyNetwork network = new TinyNetwork(1, SIZE, 10, 4);
    float[] start = new float[2 * SIZE];
    Arrays.fill(start, 0.5f);
    Objective objective = Objective.crossEntropy(0, 1);
    Pgd.Builder pgd = Pgd.in(Constraint.unconstrained()).steps(1).stepSize(0.1).useBest(false);
    float[] steps = run(network, pgd, start, objective);
    Filter blur = Filter.gaussian(1);
    float[] smoothed = run(network, pgd.gradientFilter(blur), start, objective);
    // The start is of one colour, so that blurring the image is blurring the step.
    blur.bind(CHANNELS, HEIGHT, WIDTH).apply(steps, 0);
    blur.bind(CHANNELS, HEIGHT, WIDTH).apply(steps, SIZE);
    assertArrayEquals(steps, smoothed, 1e-6f);
  }

  private static float[] run(
      TinyNetwork network, Pgd.Builder pgd, float[] start, Objective objective) {
    float[] result = new float[start.length];
    pgd.build()
        .on(network, CHANNELS, HEIGHT, WIDTH)
        .perturb(start, 2, objective, new SplittableRandom(1), result);
    return result;
  }

  @Test
  void filtersAreInTheRecipe() {
    Pgd pgd =
        Pgd.in(Constraint.l2(1))
            .gradientFilter(Filter.gaussian(1))
            .imageFilter(Filter.gaussian(0.5).then(Filter.bilateral(2, 0.1)), 4)
            .build();
    assertEquals("blur 1.0", pgd.settings(1).get("gradientFilter"));
    assertEquals(
        "blur 0.5, bilateral 2.0 0.1, every 4 steps",
        pgd.with().build().settings(1).get("imageFilter"));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(RobustaException.class, () -> Filter.gaussian(-1));
    assertThrows(RobustaException.class, () -> Filter.gaussian(Double.NaN));
    assertThrows(RobustaException.class, () -> Filter.bilateral(1, 0));
    assertThrows(
        RobustaException.class, () -> Pgd.in(Constraint.l2(1)).imageFilter(Filter.gaussian(1), 0));
  }
}
