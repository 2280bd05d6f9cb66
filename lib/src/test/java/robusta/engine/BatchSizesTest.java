package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;

/** Several batch sizes on one session. */
class BatchSizesTest {
  private static final int[] SIZES = {8, 3, 8, 1, 5, 2, 7, 4, 6, 8, 3};
  private static final int INPUTS = 2 * 6 * 6;

  /** More sizes than a session keeps programs for, so some are built twice. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"F32", "BF16"})
  void anImagesResultDoesNotDependOnItsBatch(Precision precision) {
    assumeTrue(OneDnnEngine.instance().supports(precision), "no bf16 on this processor");
    Model model = Chains.usual(0.8);
    double tolerance = precision == Precision.F32 ? 1e-5 : 2e-2;
    float[] images = Vectors.pixels(1, 8 * INPUTS);
    float[] weighing = Vectors.normal(2, 8 * Chains.CLASSES);
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), precision)) {
      float[] logits = logits(session, images, 8);
      float[] gradient = gradient(session, weighing, 8);
      for (int size : SIZES) {
        Vectors.assertClose(
            Vectors.doubles(Arrays.copyOf(logits, size * Chains.CLASSES)),
            logits(session, images, size),
            tolerance,
            "logits of " + size);
        Vectors.assertClose(
            Vectors.doubles(Arrays.copyOf(gradient, size * INPUTS)),
            gradient(session, weighing, size),
            tolerance,
            "gradient of " + size);
      }
    }
  }

  @Test
  void anImageThatIsNotANumberSpoilsNoOther() {
    float[] images = Vectors.pixels(1, 4 * INPUTS);
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(Chains.usual(0), Set.of(Tap.LOGITS), Precision.F32)) {
      float[] expected = logits(session, images, 4);
      images[INPUTS + 7] = Float.NaN;
      float[] spoilt = logits(session, images, 4);
      for (int i = 0; i < spoilt.length; i++) {
        if (i / Chains.CLASSES != 1) {
          assertEquals(expected[i], spoilt[i]);
        }
      }
    }
  }

  /** Sizes in between have no effect on what a size computes. */
  @Test
  void trainingStepsOfSeveralSizes() {
    float[] images = Vectors.pixels(1, 8 * INPUTS);
    Model mixed = Chains.usual(0.8);
    Model alone = mixed.copy();
    try (TrainSession one = OneDnnEngine.instance().train(mixed, Precision.F32)) {
      for (int size : SIZES) {
        step(one, images, size);
        Model fresh = alone.copy();
        // Train mode reads no running statistics, which have moved in the mixed one.
        try (TrainSession other = OneDnnEngine.instance().train(fresh, Precision.F32)) {
          step(other, images, size);
        }
        assertArrayEquals(
            fresh.graph().getFlattenedGradients().data().asFloat(),
            mixed.graph().getFlattenedGradients().data().asFloat(),
            "batch of " + size);
      }
    }
  }

  /** Two sessions share the memory for what they compute; each finds its own again. */
  @Test
  void sessionsTakeTurns() {
    Model first = Chains.usual(0);
    Model second = Chains.model(2, 6, 6, Chains.convolution(16, 3), Chains.convolution(2, 1));
    float[] images = Vectors.pixels(1, 4 * INPUTS);
    float[] weighing = Vectors.normal(2, 4 * Chains.CLASSES);
    try (EvalSession a =
            OneDnnEngine.instance().evaluate(first, Set.of(Tap.LOGITS), Precision.F32);
        EvalSession b =
            OneDnnEngine.instance().evaluate(second, Set.of(Tap.LOGITS), Precision.F32);
        TrainSession c = OneDnnEngine.instance().train(first.copy(), Precision.F32)) {
      float[] logitsOfA = logits(a, images, 4);
      float[] gradientOfA = gradient(a, weighing, 4);
      float[] logitsOfB = logits(b, images, 4);
      float[] gradientOfB = gradient(b, weighing, 4);
      a.forward(images, 4);
      b.forward(images, 4);
      c.forward(images, 4, 1, new float[4 * Chains.CLASSES]);
      assertArrayEquals(gradientOfA, gradient(a, weighing, 4));
      c.backward(weighing);
      float[] again = new float[logitsOfB.length];
      b.value(Tap.LOGITS, again);
      assertArrayEquals(logitsOfB, again);
      a.value(Tap.LOGITS, again);
      assertArrayEquals(logitsOfA, again);
      assertArrayEquals(gradientOfB, gradient(b, weighing, 4));
    }
  }

  /** Going back after another session computes values again, and moves no statistics for it. */
  @Test
  void aTrainingPassThatWasOverwrittenIsTheSame() {
    Model model = Chains.usual(0.8);
    Model other = model.copy();
    float[] images = Vectors.pixels(1, 4 * INPUTS);
    float[] weighing = Vectors.normal(2, 4 * Chains.CLASSES);
    float[] logits = new float[4 * Chains.CLASSES];
    try (TrainSession a = OneDnnEngine.instance().train(model, Precision.F32);
        TrainSession b = OneDnnEngine.instance().train(other, Precision.F32);
        EvalSession between =
            OneDnnEngine.instance().evaluate(Chains.usual(0), Set.of(Tap.LOGITS), Precision.F32)) {
      a.forward(images, 4, 9, logits);
      a.backward(weighing);
      b.forward(images, 4, 9, logits);
      between.forward(images, 4);
      b.backward(weighing);
    }
    assertArrayEquals(
        model.graph().getFlattenedGradients().data().asFloat(),
        other.graph().getFlattenedGradients().data().asFloat());
    assertArrayEquals(
        model.graph().params().data().asFloat(), other.graph().params().data().asFloat());
  }

  private static void step(TrainSession session, float[] images, int size) {
    session.forward(images, size, size, new float[size * Chains.CLASSES]);
    session.backward(Vectors.normal(size, size * Chains.CLASSES));
  }

  private static float[] logits(EvalSession session, float[] images, int size) {
    session.forward(images, size);
    float[] logits = new float[size * session.size(Tap.LOGITS)];
    session.value(Tap.LOGITS, logits);
    return logits;
  }

  private static float[] gradient(EvalSession session, float[] weighing, int size) {
    float[] gradient = new float[size * session.inputSize()];
    session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
    return gradient;
  }
}
