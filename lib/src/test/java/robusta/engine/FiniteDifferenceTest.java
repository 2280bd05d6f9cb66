package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;

/**
 * Gradients beside what the engine's own forward passes say: along a random direction, the slope of
 * a random weighing of the logits. The weighing is summed in double; what is left of the error
 * comes from float32 logits and from kinks that the step crosses, and halving the step tells them
 * from a wrong gradient, so the best of some steps counts.
 */
class FiniteDifferenceTest {
  private static final int COUNT = 4;
  private static final double TOLERANCE = 2e-3;
  private static final double[] STEPS = {3e-2, 1e-2, 3e-3, 1e-3, 3e-4};

  static LongStream seeds() {
    return LongStream.range(100, 112);
  }

  /** A weighed sum of the logits at so many steps along the direction. */
  private interface Slice {
    double at(double step);
  }

  private static void assertSlope(Slice slice, double slope, double scale, String what) {
    double best = Double.POSITIVE_INFINITY;
    for (double h : STEPS) {
      double measured = (slice.at(h) - slice.at(-h)) / (2 * h);
      best = Math.min(best, Math.abs(measured - slope));
    }
    assertEquals(0, best / scale, TOLERANCE, what);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void frozenNetworks(long seed) {
    RandomGraphs.Network network = RandomGraphs.draw(seed, true);
    checkFrozen(network.model(), seed, network.story());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void networksInTraining(long seed) {
    RandomGraphs.Network network = RandomGraphs.draw(seed, true);
    checkTraining(network.model(), seed, network.story());
  }

  /** DL4J takes every alpha for 1 on the way back. */
  @Test
  void eluOfAnotherScale() {
    Model model =
        Chains.model(
            2, 5, 5, Chains.convolution(3, 3), new ActivationLayer(new ActivationELU(0.6)));
    checkFrozen(model, 1, "elu");
    checkTraining(model, 1, "elu");
  }

  /** DL4J computes something else where one channel comes in; here it is taken apart. */
  @Test
  void separableConvolutionOfOneChannel() {
    Model whole =
        Chains.model(
            1, 6, 7, new SeparableConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(4).build());
    Model parts =
        Chains.model(
            1,
            6,
            7,
            new DepthwiseConvolution2D.Builder(3, 2)
                .depthMultiplier(2)
                .nOut(2)
                .hasBias(false)
                .build(),
            Chains.convolution(4, 1));
    Map<String, INDArray> from = whole.graph().paramTable();
    from.get("layer0_b").assign(0.3);
    // Multiplier x 1 x height x width to height x width x 1 x multiplier.
    parts.graph().getParam("layer0_W").assign(from.get("layer0_W").permute(2, 3, 1, 0));
    parts.graph().getParam("layer1_W").assign(from.get("layer0_pW"));
    parts.graph().getParam("layer1_b").assign(from.get("layer0_b"));
    parts.graph().getParam("output_W").assign(from.get("output_W"));
    float[] images = Vectors.pixels(3, COUNT * 42);
    Vectors.assertClose(
        Vectors.doubles(logits(parts, images)), logits(whole, images), 1e-5, "in one and in two");
    checkFrozen(whole, 2, "separable");
    checkTraining(whole, 2, "separable");
  }

  private static float[] logits(Model model, float[] images) {
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      float[] logits = new float[COUNT * session.size(Tap.LOGITS)];
      session.forward(images, COUNT);
      session.value(Tap.LOGITS, logits);
      return logits;
    }
  }

  private static void checkFrozen(Model model, long seed, String story) {
    int inputs = model.channels() * model.height() * model.width();
    float[] images = inner(seed, COUNT * inputs);
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      float[] logits = new float[COUNT * session.size(Tap.LOGITS)];
      float[] weighing = Vectors.normal(seed + 1, logits.length);
      session.forward(images, COUNT);
      float[] gradient = new float[images.length];
      session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
      double[] direction = direction(seed + 2, gradient);
      Slice slice =
          step -> {
            session.forward(moved(images, direction, step), COUNT);
            session.value(Tap.LOGITS, logits);
            return Vectors.dot(Vectors.doubles(weighing), Vectors.doubles(logits));
          };
      double slope = Vectors.dot(Vectors.doubles(gradient), direction);
      assertSlope(slice, slope, Math.abs(slope), story);
    }
  }

  private static void checkTraining(Model model, long seed, String story) {
    int inputs = model.channels() * model.height() * model.width();
    float[] images = inner(seed, COUNT * inputs);
    var graph = model.graph();
    float[] start = graph.params().data().asFloat();
    try (TrainSession session = OneDnnEngine.instance().train(model, Precision.F32)) {
      float[] logits = new float[COUNT * model.classes().size()];
      float[] weighing = Vectors.normal(seed + 1, logits.length);
      session.forward(images, COUNT, seed, logits);
      session.backward(weighing);
      float[] gradient = graph.getFlattenedGradients().dup().data().asFloat();
      double[] direction = direction(seed + 2, gradient);
      onlyWeights(model, direction);
      Slice slice =
          step -> {
            graph.params().data().setData(moved(start, direction, step));
            session.forward(images, COUNT, seed, logits);
            return Vectors.dot(Vectors.doubles(weighing), Vectors.doubles(logits));
          };
      double slope = Vectors.dot(Vectors.doubles(gradient), direction);
      assertSlope(slice, slope, Math.abs(slope), story);
    }
  }

  /** Random, but not so that little of the gradient lies along it. */
  private static double[] direction(long seed, float[] gradient) {
    double[] direction = Vectors.doubles(Vectors.normal(seed, gradient.length));
    double[] g = Vectors.doubles(gradient);
    double size = Vectors.norm(g) / Math.sqrt(g.length);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = 0.5 * direction[i] + g[i] / Math.max(size, 1e-12);
    }
    double norm = Vectors.norm(direction);
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= norm;
    }
    return direction;
  }

  private static void onlyWeights(Model model, double[] direction) {
    for (Layer layer : model.graph().getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization) {
        layer
            .paramTable()
            .forEach(
                (key, array) -> {
                  if (!key.equals("gamma") && !key.equals("beta")) {
                    int from = (int) array.offset();
                    Arrays.fill(direction, from, from + (int) array.length(), 0);
                  }
                });
      }
    }
  }

  /** Pixels that stay in [0, 1] when they move a little. */
  private static float[] inner(long seed, int length) {
    float[] pixels = Vectors.pixels(seed, length);
    for (int i = 0; i < length; i++) {
      pixels[i] = 0.2f + 0.6f * pixels[i];
    }
    return pixels;
  }

  private static float[] moved(float[] from, double[] direction, double step) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) (from[i] + step * direction[i]);
    }
    return to;
  }
}
