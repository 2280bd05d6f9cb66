package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;

/**
 * Masks of dropout. Where ones go into an output layer through dropout, the gradient of that
 * layer's weights for a class is the mask, if the loss is the logit of that class.
 */
class DropoutTest {
  private static final int INPUTS = 40 * 50;

  private static float[] mask(double keep, long seed) {
    Model model = Chains.model(1, 40, 50, keep);
    float[] ones = new float[INPUTS];
    Arrays.fill(ones, 1);
    try (TrainSession session = OneDnnEngine.instance().train(model, Precision.F32)) {
      session.forward(ones, 1, seed, new float[Chains.CLASSES]);
      session.backward(new float[] {1, 0, 0});
    }
    // A column per class, one after another.
    return Arrays.copyOf(gradient(model, "output_W"), INPUTS);
  }

  private static float[] gradient(Model model, String parameter) {
    INDArray where = model.graph().getParam(parameter);
    int from = (int) where.offset();
    float[] all = model.graph().getFlattenedGradients().data().asFloat();
    return Arrays.copyOfRange(all, from, from + (int) where.length());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.9})
  void theRightShareIsKeptAndScaled(double keep) {
    float[] mask = mask(keep, 3);
    int kept = 0;
    for (float factor : mask) {
      if (factor != 0) {
        kept++;
        assertEquals(1 / keep, factor, 1e-6);
      }
    }
    double deviation = Math.sqrt(keep * (1 - keep) / INPUTS);
    assertEquals(keep, (double) kept / INPUTS, 4 * deviation);
  }

  @Test
  void theSeedDecides() {
    float[] mask = mask(0.5, 3);
    assertArrayEquals(mask, mask(0.5, 3));
    float[] next = mask(0.5, 4);
    // Neighbouring seeds give unrelated masks, also when one is shifted.
    for (int shift = -2; shift <= 2; shift++) {
      int alike = 0;
      int compared = 0;
      for (int i = 0; i < INPUTS; i++) {
        if (i + shift >= 0 && i + shift < INPUTS) {
          compared++;
          alike += mask[i + shift] == next[i] ? 1 : 0;
        }
      }
      assertEquals(0.5, (double) alike / compared, 0.05, "shifted by " + shift);
    }
  }

  @Test
  void examplesHaveMasksOfTheirOwn() {
    Model model = Chains.model(1, 40, 50, 0.5);
    float[] ones = new float[2 * INPUTS];
    Arrays.fill(ones, 1);
    try (TrainSession session = OneDnnEngine.instance().train(model, Precision.F32)) {
      session.forward(ones, 2, 1, new float[2 * Chains.CLASSES]);
      session.backward(new float[] {1, 0, 0, 0, 1, 0});
    }
    float[] both = gradient(model, "output_W");
    assertFalse(
        Arrays.equals(Arrays.copyOf(both, INPUTS), Arrays.copyOfRange(both, INPUTS, 2 * INPUTS)));
  }

  @Test
  void theGradientPassesThroughTheSameMask() {
    int hidden = 50;
    Model model = Chains.model(1, 2, 2, 0.5, new DenseLayer.Builder().nOut(hidden).build());
    model.graph().getParam("layer0_W").assign(0);
    model.graph().getParam("layer0_b").assign(1);
    try (TrainSession session = OneDnnEngine.instance().train(model, Precision.F32)) {
      session.forward(new float[4], 1, 8, new float[Chains.CLASSES]);
      session.backward(new float[] {1, 0, 0});
    }
    float[] mask = Arrays.copyOf(gradient(model, "output_W"), hidden);
    float[] before = gradient(model, "layer0_b");
    INDArray weights = model.graph().getParam("output_W");
    for (int i = 0; i < hidden; i++) {
      assertEquals(mask[i] * weights.getFloat(i, 0), before[i], 1e-6);
    }
  }

  @Test
  void aFrozenNetworkDropsNothing() {
    float[] image = Vectors.pixels(1, 72);
    float[] withDropout = new float[Chains.CLASSES];
    float[] without = new float[Chains.CLASSES];
    for (double keep : new double[] {0.5, 0}) {
      try (EvalSession session =
          OneDnnEngine.instance().evaluate(Chains.usual(keep), Set.of(Tap.LOGITS), Precision.F32)) {
        session.forward(image, 1);
        session.value(Tap.LOGITS, keep > 0 ? withDropout : without);
      }
    }
    assertArrayEquals(without, withDropout);
  }
}
