package robusta.engine;

import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.RandomGraphs.Network;
import robusta.engine.onednn.OneDnnEngine;

/** Random networks in train mode beside DL4J's layers. */
class TrainOracleTest {
  private static final int COUNT = 5;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void outputsGradientsAndStatisticsAgreeWithDl4j(long seed) {
    Network network = RandomGraphs.draw(seed, false);
    Oracle oracle = Oracle.of(network);
    var graph = network.model().graph();
    double[] before = graph.params().dup().data().asDouble();
    try (TrainSession session = OneDnnEngine.instance().train(network.model(), Precision.F32)) {
      int inputs = network.model().channels() * network.model().height() * network.model().width();
      float[] images = Vectors.pixels(seed, COUNT * inputs);
      double[] wide = Vectors.doubles(images);
      double[] expected = oracle.forward(wide, COUNT, true);
      float[] logits = new float[expected.length];
      session.forward(images, COUNT, 1, logits);
      Vectors.assertClose(expected, logits, 1e-4, network.story() + " logits");

      float[] given = Vectors.normal(seed + 1, logits.length);
      session.backward(given);
      double[] gradient =
          oracle
              .backward(wide, Map.of(oracle.outputName(), Vectors.doubles(given)), null)
              .parameters();
      double[] own = graph.getFlattenedGradients().dup().data().asDouble();
      double total = Vectors.norm(gradient);
      for (Layer layer : oracle.graph().getLayers()) {
        String name = layer.conf().getLayer().getLayerName();
        layer
            .paramTable()
            .forEach(
                (key, array) -> {
                  double[] theirs = slice(gradient, array);
                  double[] ours = slice(own, array);
                  String what = network.story() + " " + name + " " + key;
                  if (statistic(layer, key)) {
                    Vectors.assertClose(new double[ours.length], ours, 0, what);
                    checkStatistic(
                        oracle,
                        name,
                        key,
                        slice(before, array),
                        theirs,
                        slice(graph.params().dup().data().asDouble(), array),
                        what);
                  } else {
                    // Beside all of the gradient, a part that cancels out is rounding.
                    double scale = Math.max(1, 1e-2 * total / Vectors.norm(theirs));
                    Vectors.assertClose(theirs, ours, 1e-3 * scale, what);
                  }
                });
      }
    }
  }

  private static boolean statistic(Layer layer, String key) {
    return layer.conf().getLayer() instanceof BatchNormalization
        && !key.equals("gamma")
        && !key.equals("beta");
  }

  /**
   * The mean moves as DL4J's does (which says it as a gradient); the variance by PyTorch's rule,
   * from the values that DL4J gave to the layer.
   */
  private static void checkStatistic(
      Oracle oracle,
      String name,
      String key,
      double[] before,
      double[] moved,
      double[] after,
      String what) {
    double[] expected = new double[before.length];
    if (key.equals("mean")) {
      for (int c = 0; c < expected.length; c++) {
        expected[c] = before[c] - moved[c];
      }
    } else {
      BatchNormalization norm =
          (BatchNormalization) oracle.graph().getLayer(name).conf().getLayer();
      double[] variance = unbiasedVariance(oracle.value(oracle.inputOf(name)), before.length);
      for (int c = 0; c < expected.length; c++) {
        boolean log = key.equals("log10stdev");
        double old = log ? Math.pow(10, 2 * before[c]) : before[c];
        double mixed = norm.getDecay() * old + (1 - norm.getDecay()) * variance[c];
        expected[c] = log ? Math.log10(mixed) / 2 : mixed;
      }
    }
    Vectors.assertClose(expected, after, 1e-4, what);
  }

  private static double[] unbiasedVariance(double[] values, int channels) {
    int area = values.length / COUNT / channels;
    double[] variance = new double[channels];
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < COUNT; n++) {
        for (int i = 0; i < area; i++) {
          double v = values[(n * channels + c) * area + i];
          sum += v;
          squares += v * v;
        }
      }
      int samples = COUNT * area;
      variance[c] = (squares - sum * sum / samples) / (samples - 1);
    }
    return variance;
  }

  private static double[] slice(double[] flat, INDArray parameter) {
    double[] part = new double[(int) parameter.length()];
    System.arraycopy(flat, (int) parameter.offset(), part, 0, part.length);
    return part;
  }
}
