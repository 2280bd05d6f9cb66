package robusta.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.engine.RandomGraphs.Network;
import robusta.engine.onednn.OneDnnEngine;

/** Frozen random networks beside DL4J's layers. */
class EvalOracleTest {
  private static final int COUNT = 3;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void valuesAndInputGradientsAgreeWithDl4j(long seed) {
    Network network = RandomGraphs.draw(seed, true);
    Oracle oracle = Oracle.of(network);
    Tap middle = new Tap(middleLayer(oracle));
    try (EvalSession session =
        OneDnnEngine.instance()
            .evaluate(
                network.model(),
                Set.of(Tap.LOGITS, Tap.REPRESENTATION, Tap.INPUT, middle),
                Precision.F32)) {
      // Some pixels lie outside of [0, 1], where they are clamped.
      float[] images = Vectors.pixels(seed, COUNT * session.inputSize());
      images[1] = -0.25f;
      images[images.length - 1] = 1.5f;
      double[] wide = Vectors.doubles(images);
      double[] logits = oracle.forward(wide, COUNT, false);
      session.forward(images, COUNT);
      String story = network.story();
      Vectors.assertClose(logits, value(session, Tap.LOGITS), 1e-4, story + " logits");
      Vectors.assertClose(
          oracle.representation(), value(session, Tap.REPRESENTATION), 1e-4, story + " rep");
      Vectors.assertClose(
          oracle.value(middle.layer()), value(session, middle), 1e-4, story + " " + middle);

      Map<Tap, float[]> given = new HashMap<>();
      Map<String, double[]> from = new HashMap<>();
      given.put(Tap.LOGITS, Vectors.normal(seed + 1, logits.length));
      from.put(oracle.outputName(), Vectors.doubles(given.get(Tap.LOGITS)));
      check(session, oracle, images, given, from, null, story);

      int length = COUNT * session.size(Tap.REPRESENTATION);
      given.put(Tap.REPRESENTATION, Vectors.normal(seed + 2, length));
      from.put(oracle.inputOf(oracle.outputName()), Vectors.doubles(given.get(Tap.REPRESENTATION)));
      check(session, oracle, images, given, from, null, story);
      if (network.fakeReluKnown()) {
        float[] faked = new float[images.length];
        session.backward(given, true, faked);
        double[] expected = oracle.backward(wide, from, network.lastRelu()).input();
        Vectors.assertClose(expected, faked, 1e-3, story + " fake relu " + network.lastRelu());
      }

      if (!from.containsKey(middle.layer())) {
        given.put(middle, Vectors.normal(seed + 3, COUNT * session.size(middle)));
        from.put(middle.layer(), Vectors.doubles(given.get(middle)));
      }
      check(session, oracle, images, given, from, null, story);
      given.keySet().retainAll(Set.of(middle));
      from.keySet().retainAll(Set.of(middle.layer()));
      check(session, oracle, images, given, from, null, story);
    }
  }

  private static void check(
      EvalSession session,
      Oracle oracle,
      float[] images,
      Map<Tap, float[]> given,
      Map<String, double[]> from,
      String passed,
      String story) {
    float[] gradient = new float[images.length];
    session.backward(given, false, gradient);
    double[] expected = oracle.backward(Vectors.doubles(images), from, passed).input();
    Vectors.assertClose(expected, gradient, 1e-3, story + " gradient from " + from.keySet());
  }

  private static String middleLayer(Oracle oracle) {
    int[] order = oracle.graph().topologicalSortOrder();
    return oracle.graph().getVertices()[order[order.length / 2]].getVertexName();
  }

  private static float[] value(EvalSession session, Tap tap) {
    float[] values = new float[COUNT * session.size(tap)];
    session.value(tap, values);
    return values;
  }
}
