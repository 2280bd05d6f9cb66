package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.run.RobustaException;

class TransformTest {
  private static final int COUNT = 3;
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 7;
  private static final int WIDTH = 9;
  private static final int SIZE = CHANNELS * HEIGHT * WIDTH;

  static Stream<Transform> transforms() {
    return Stream.of(
        Transform.IDENTITY,
        Transform.jitter(3),
        Transform.jitter(20),
        Transform.rotation(25),
        Transform.rotation(180),
        Transform.jitter(2).then(Transform.rotation(10)).then(Transform.jitter(1)));
  }

  private static SplittableRandom[] streams(long seed) {
    SplittableRandom[] randoms = new SplittableRandom[COUNT];
    Arrays.setAll(randoms, i -> new SplittableRandom(seed + i));
    return randoms;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void theAdjointIsTheAdjoint(Transform transform) {
    Transform.Bound bound = transform.bind(CHANNELS, HEIGHT, WIDTH, COUNT);
    for (int seed = 0; seed < 20; seed++) {
      bound.draw(streams(seed), COUNT);
      float[] x = TinyNetwork.uniform(seed, COUNT * SIZE);
      float[] y = TinyNetwork.uniform(seed + 100, COUNT * SIZE);
      double there = dot(bound.apply(x, COUNT).clone(), y);
      double back = dot(x, bound.adjoint(y, COUNT).clone());
      assertEquals(there, back, 1e-4 * Math.abs(there), transform.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void aConstantImageStaysAsItIs(Transform transform) {
    Transform.Bound bound = transform.bind(CHANNELS, HEIGHT, WIDTH, COUNT);
    bound.draw(streams(5), COUNT);
    float[] gray = new float[COUNT * SIZE];
    Arrays.fill(gray, 0.3f);
    assertArrayEquals(gray, bound.apply(gray, COUNT), 1e-6f);
  }

  @Test
  void jitterOnlyMovesPixels() {
    Transform.Bound bound = Transform.jitter(2).bind(1, HEIGHT, WIDTH, 1);
    SplittableRandom random = new SplittableRandom(1);
    boolean moved = false;
    boolean[] shiftsSeen = new boolean[25];
    float[] x = TinyNetwork.uniform(1, HEIGHT * WIDTH);
    for (int trial = 0; trial < 400; trial++) {
      bound.draw(new SplittableRandom[] {random}, 1);
      float[] shifted = bound.apply(x, 1).clone();
      for (int dy = -2; dy <= 2; dy++) {
        for (int dx = -2; dx <= 2; dx++) {
          int middle = (HEIGHT / 2 + dy) * WIDTH + WIDTH / 2 + dx;
          shiftsSeen[(dy + 2) * 5 + dx + 2] |=
              shifted[middle] == x[(HEIGHT / 2) * WIDTH + WIDTH / 2];
        }
      }
      moved |= !Arrays.equals(x, shifted);
      float[] sorted = shifted.clone();
      float[] original = x.clone();
      Arrays.sort(sorted);
      Arrays.sort(original);
      assertArrayEquals(original, sorted);
    }
    assertTrue(moved);
    for (boolean seen : shiftsSeen) {
      assertTrue(seen, "every shift of up to 2 pixels happens");
    }
  }

  @Test
  void aQuarterTurnTurnsAQuarter() {
    // Of the angles up to 90 degrees, take the drawn one nearest to a right angle.
    Transform.Bound bound = Transform.rotation(90).bind(1, 5, 5, 1);
    float[] corner = new float[25];
    corner[4] = 1;
    float nearest = 0;
    for (int seed = 0; seed < 2000; seed++) {
      bound.draw(new SplittableRandom[] {new SplittableRandom(seed)}, 1);
      float[] turned = bound.apply(corner, 1);
      nearest = Math.max(nearest, Math.max(turned[0], turned[24]));
    }
    assertEquals(1, nearest, 0.05);
  }

  @Test
  void examplesDrawTheirOwn() {
    Transform.Bound bound = Transform.jitter(3).bind(1, HEIGHT, WIDTH, COUNT);
    bound.draw(streams(9), COUNT);
    float[] one = TinyNetwork.uniform(3, HEIGHT * WIDTH);
    float[] three = new float[COUNT * one.length];
    for (int i = 0; i < COUNT; i++) {
      System.arraycopy(one, 0, three, i * one.length, one.length);
    }
    float[] moved = bound.apply(three, COUNT);
    assertTrue(
        !Arrays.equals(
            Arrays.copyOf(moved, one.length),
            Arrays.copyOfRange(moved, one.length, 2 * one.length)));
  }

  @Test
  void amountsThatMakeNoSenseAreRefused() {
    assertThrows(RobustaException.class, () -> Transform.jitter(-1));
    assertThrows(RobustaException.class, () -> Transform.rotation(-1));
    assertThrows(RobustaException.class, () -> Transform.rotation(Double.NaN));
  }
}
