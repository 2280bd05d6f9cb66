package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import robusta.engine.Tap;
import robusta.run.RobustaException;

class ObjectiveTest {
  private static final int COUNT = 4;
  private static final int INPUTS = 12;
  private static final int FEATURES = 7;
  private static final int CLASSES = 5;
  private static final int[] LABELS = {0, 4, 2, 2};

  private static final Map<Tap, float[]> VALUES =
      Map.of(
          Tap.INPUT, TinyNetwork.uniform(1, COUNT * INPUTS),
          Tap.REPRESENTATION, TinyNetwork.uniform(2, COUNT * FEATURES),
          Tap.LOGITS, TinyNetwork.uniform(3, COUNT * CLASSES));

  /** A network whose values are whatever a test says. */
  private static final class Stage extends StubSession {
    private final Map<Tap, float[]> values;

    Stage(Map<Tap, float[]> values) {
      this.values = values;
    }

    @Override
    public int size(Tap tap) {
      return VALUES.get(tap).length / COUNT;
    }

    @Override
    public void value(Tap tap, float[] into) {
      System.arraycopy(values.get(tap), 0, into, 0, values.get(tap).length);
    }
  }

  private static TapValues at(Objective objective, Map<Tap, float[]> values) {
    Stage stage = new Stage(values);
    objective.requireFits(COUNT, stage);
    TapValues taps = new TapValues(stage, objective.taps(), objective.taps(), COUNT);
    taps.read(stage, 0, COUNT);
    return taps;
  }

  private static Objective graph() {
    return Objective.custom(
        Set.of(Tap.LOGITS, Tap.REPRESENTATION),
        Map.of("weight", Nd4j.createFromArray(1f, 2f, -1f, 0.5f)),
        false,
        (sd, v) ->
            v.get("logits")
                .mul(v.get("logits"))
                .sum(1)
                .mul(v.get("weight"))
                .add(sd.math().exp(v.get("representation")).mean(1)));
  }

  private static Objective plain() {
    return Objective.of(
        "darkness",
        Set.of(Tap.INPUT),
        false,
        (values, losses) -> {
          int size = values.size(Tap.INPUT);
          for (int i = 0; i < values.count(); i++) {
            losses[i] = 0;
            for (int j = i * size; j < (i + 1) * size; j++) {
              float v = values.value(Tap.INPUT)[j];
              losses[i] -= v * v;
              values.gradient(Tap.INPUT)[j] = -2 * v;
            }
          }
        });
  }

  private static Objective masked() {
    return Objective.maskedDistance(
        TinyNetwork.uniform(11, COUNT * INPUTS), TinyNetwork.uniform(12, COUNT * INPUTS));
  }

  static Stream<Arguments> objectives() {
    return Stream.of(
        Arguments.of("cross entropy", supplier(() -> Objective.crossEntropy(LABELS))),
        Arguments.of(
            "distance",
            supplier(
                () -> Objective.representationDistance(TinyNetwork.uniform(9, COUNT * FEATURES)))),
        Arguments.of("feature", supplier(() -> Objective.feature(3))),
        Arguments.of("features", supplier(() -> Objective.feature(0, 1, 6, 2))),
        Arguments.of("addition", supplier(() -> Objective.featureAddition(3))),
        Arguments.of("graph", supplier(ObjectiveTest::graph)),
        Arguments.of("plain", supplier(ObjectiveTest::plain)),
        Arguments.of("masked distance", supplier(ObjectiveTest::masked)),
        Arguments.of(
            "total variation",
            supplier(() -> Objective.sum(Objective.totalVariation(3, 2, 2).times(0.1)))),
        Arguments.of(
            "sum of different values",
            supplier(
                () ->
                    Objective.sum(
                        Objective.crossEntropy(LABELS).times(1),
                        masked().times(10),
                        Objective.feature(3).times(-0.5)))),
        Arguments.of(
            "sum of the same values",
            supplier(
                () ->
                    Objective.sum(
                        plain().times(2),
                        Objective.feature(2).times(1),
                        Objective.totalVariation(1, 3, 4).times(-0.1),
                        masked().times(3)))));
  }

  private static Supplier<Objective> supplier(Supplier<Objective> made) {
    return made;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objectives")
  void gradientsAreThoseOfFiniteDifferences(String name, Supplier<Objective> made) {
    Objective objective = made.get();
    TapValues taps = at(objective, VALUES);
    float[] losses = new float[COUNT];
    objective.evaluate(taps, losses);
    float h = 1e-2f;
    for (Tap tap : objective.taps()) {
      int size = taps.size(tap);
      for (int i = 0; i < COUNT * size; i++) {
        float up = moved(objective, tap, i, h)[i / size];
        float down = moved(objective, tap, i, -h)[i / size];
        assertEquals((up - down) / (2 * h), taps.gradient(tap)[i], 3e-3, name + " " + tap);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objectives")
  void aLossDependsOnItsOwnExampleOnly(String name, Supplier<Objective> made) {
    Objective objective = made.get();
    float[] losses = new float[COUNT];
    objective.evaluate(at(objective, VALUES), losses);
    for (Tap tap : objective.taps()) {
      float[] other = moved(objective, tap, 0, 0.5f);
      for (int i = 1; i < COUNT; i++) {
        assertEquals(losses[i], other[i], 1e-6, name);
      }
    }
  }

  private static float[] moved(Objective objective, Tap tap, int index, float by) {
    Map<Tap, float[]> values = new java.util.HashMap<>(VALUES);
    float[] changed = VALUES.get(tap).clone();
    changed[index] += by;
    values.put(tap, changed);
    float[] losses = new float[COUNT];
    objective.evaluate(at(objective, values), losses);
    return losses;
  }

  @Test
  void crossEntropyOfHugeLogitsIsFinite() {
    float[] logits = new float[COUNT * CLASSES];
    logits[0] = 1e4f;
    logits[CLASSES] = 1e4f;
    Map<Tap, float[]> values = Map.of(Tap.LOGITS, logits);
    Objective objective = Objective.crossEntropy(LABELS);
    float[] losses = new float[COUNT];
    objective.evaluate(at(objective, values), losses);
    assertEquals(0, losses[0], 1e-6);
    assertEquals(1e4, losses[1], 1e-2);
    assertEquals(Math.log(CLASSES), losses[2], 1e-6);
  }

  @Test
  void theDistanceToItselfIsZeroWithoutAGradient() {
    Objective objective = Objective.representationDistance(VALUES.get(Tap.REPRESENTATION));
    TapValues taps = at(objective, VALUES);
    float[] losses = new float[COUNT];
    objective.evaluate(taps, losses);
    assertArrayEquals(new float[COUNT], losses);
    assertArrayEquals(new float[COUNT * FEATURES], taps.gradient(Tap.REPRESENTATION));
  }

  @Test
  void additionStopsPullingAtOne() {
    float[] representation = new float[COUNT * FEATURES];
    representation[3] = 1.5f;
    Objective objective = Objective.featureAddition(3);
    TapValues taps = at(objective, Map.of(Tap.REPRESENTATION, representation));
    float[] losses = new float[COUNT];
    objective.evaluate(taps, losses);
    assertArrayEquals(new float[] {0, -1, -1, -1}, losses);
    assertEquals(0, taps.gradient(Tap.REPRESENTATION)[3]);
    assertEquals(1, taps.gradient(Tap.REPRESENTATION)[FEATURES + 3]);
  }

  @Test
  void aSumIsNamedByItsTerms() {
    Objective sum =
        Objective.sum(Objective.crossEntropy(LABELS).withFakeRelu().times(1), masked().times(10));
    assertEquals("cross entropy + 10 * masked distance", sum.name());
    assertTrue(sum.fakeRelu());
    assertEquals(
        "-feature activation - 0.5 * cross entropy",
        Objective.sum(Objective.feature(1).times(-1), Objective.crossEntropy(LABELS).times(-0.5))
            .name());
  }

  @Test
  void theTotalVariationOfOneColourIsZeroAndOfAnEdgeItsLength() {
    Objective variation = Objective.totalVariation(1, 3, 4);
    float[] input = new float[COUNT * INPUTS];
    java.util.Arrays.fill(input, 0, INPUTS, 0.7f);
    for (int y = 0; y < 3; y++) {
      input[INPUTS + y * 4 + 2] = 1;
      input[INPUTS + y * 4 + 3] = 1;
    }
    float[] losses = new float[COUNT];
    variation.evaluate(at(variation, Map.of(Tap.INPUT, input)), losses);
    assertEquals(0, losses[0], 1e-6);
    assertEquals(3, losses[1], 1e-2);
  }

  @Test
  void whatWeighsNothingIsNotCompared() {
    float[] weights = new float[COUNT * INPUTS];
    weights[5] = 1;
    float[] targets = VALUES.get(Tap.INPUT).clone();
    targets[4] += 1;
    targets[5] += 0.5f;
    Objective objective = Objective.maskedDistance(targets, weights);
    float[] losses = new float[COUNT];
    objective.evaluate(at(objective, VALUES), losses);
    assertArrayEquals(new float[] {0.25f / INPUTS, 0, 0, 0}, losses, 1e-6f);
  }

  @Test
  void aGraphOfTheCrossEntropyIsTheCrossEntropy() {
    float[][] oneHot = new float[COUNT][CLASSES];
    for (int i = 0; i < COUNT; i++) {
      oneHot[i][LABELS[i]] = 1;
    }
    Objective graph =
        Objective.custom(
            Set.of(Tap.LOGITS),
            Map.of("target", Nd4j.createFromArray(oneHot)),
            false,
            (sd, v) ->
                sd.math()
                    .log(sd.nn().softmax(v.get("logits"), 1))
                    .mul(v.get("target"))
                    .sum(1)
                    .neg());
    Objective builtIn = Objective.crossEntropy(LABELS);
    float[] expected = new float[COUNT];
    float[] losses = new float[COUNT];
    TapValues expectedTaps = at(builtIn, VALUES);
    TapValues taps = at(graph, VALUES);
    builtIn.evaluate(expectedTaps, expected);
    graph.evaluate(taps, losses);
    assertArrayEquals(expected, losses, 1e-5f);
    assertArrayEquals(expectedTaps.gradient(Tap.LOGITS), taps.gradient(Tap.LOGITS), 1e-5f);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertMessage("label 5", Objective.crossEntropy(0, 1, 5, 2));
    assertMessage("label -1", Objective.crossEntropy(0, 1, -1, 2));
    assertMessage("4 images came with 2 labels", Objective.crossEntropy(0, 1));
    assertMessage("no feature 7", Objective.feature(7));
    assertMessage("2 features", Objective.feature(1, 2));
    assertMessage("target values", Objective.representationDistance(new float[3]));
    assertMessage("all zeros", Objective.representationDistance(new float[COUNT * FEATURES]));
    assertMessage("36 weights", Objective.maskedDistance(new float[48], new float[36]));
    assertMessage("1x2x2", Objective.totalVariation(1, 2, 2));
    assertMessage("no feature 9", Objective.sum(masked().times(1), Objective.feature(9).times(1)));
    assertMessage(
        "3 rows of 'weight'",
        Objective.custom(
            Set.of(Tap.LOGITS),
            Map.of("weight", Nd4j.createFromArray(1f, 2f, 3f)),
            false,
            (sd, v) -> v.get("logits").sum(1)));
  }

  @Test
  void aGraphWithoutOneLossPerExampleIsRefused() {
    Objective total =
        Objective.custom(Set.of(Tap.LOGITS), Map.of(), false, (sd, v) -> v.get("logits").sum());
    TapValues taps = at(total, VALUES);
    assertThrows(RobustaException.class, () -> total.evaluate(taps, new float[COUNT]));
  }

  private static void assertMessage(String part, Objective objective) {
    RobustaException thrown =
        assertThrows(RobustaException.class, () -> objective.requireFits(COUNT, new Stage(VALUES)));
    assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
  }
}
