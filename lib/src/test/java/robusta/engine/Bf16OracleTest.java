package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.RandomGraphs.Network;
import robusta.engine.onednn.OneDnnEngine;

/**
 * Random networks in bfloat16 beside DL4J's layers in double.
 *
 * <p>Some networks amplify rounding (batch statistics of a few almost equal values, ReLUs near
 * their kink), whoever computes them. So a quantity is compared only where it changes by less than
 * {@link #AMPLIFIED} when DL4J's parameters and what its layers hand to each other get small random
 * errors, some times; Robusta's engine has no say in that choice.
 */
class Bf16OracleTest {
  private static final int COUNT = 4;
  private static final int NETWORKS = 60;
  private static final int DISTURBANCES = 6;
  private static final double AMPLIFIED = 1.5e-2;
  private static final double TOLERANCE = 5e-2;

  @BeforeAll
  static void requireBf16() {
    assumeTrue(OneDnnEngine.instance().supports(Precision.BF16), "no bf16 on this processor");
  }

  @Test
  void frozenNetworks() {
    int outputs = 0;
    int gradients = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      Network network = RandomGraphs.draw(seed, true);
      Oracle oracle = Oracle.of(network);
      try (EvalSession session =
          OneDnnEngine.instance().evaluate(network.model(), Set.of(Tap.LOGITS), Precision.BF16)) {
        float[] images = Vectors.pixels(seed, COUNT * session.inputSize());
        float[] logits = new float[COUNT * session.size(Tap.LOGITS)];
        session.forward(images, COUNT);
        session.value(Tap.LOGITS, logits);
        float[] weighing = Vectors.normal(seed + 1, logits.length);
        float[] gradient = new float[images.length];
        session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);

        Pass exact = Pass.of(oracle, Vectors.doubles(images), weighing, false);
        List<Pass> disturbed = disturbed(oracle, images, weighing, false);
        if (steady(exact, disturbed, Pass::logits)) {
          Vectors.assertClose(exact.logits, logits, TOLERANCE, network.story());
          outputs++;
        }
        if (steady(exact, disturbed, Pass::input)) {
          Vectors.assertClose(exact.input, gradient, TOLERANCE, network.story());
          gradients++;
        }
      }
    }
    assertTrue(outputs > NETWORKS / 2, outputs + " outputs compared");
    assertTrue(gradients > NETWORKS / 6, gradients + " gradients compared");
  }

  @Test
  void networksInTraining() {
    int outputs = 0;
    int gradients = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      Network network = RandomGraphs.draw(seed, false);
      Oracle oracle = Oracle.of(network);
      try (TrainSession session = OneDnnEngine.instance().train(network.model(), Precision.BF16)) {
        int inputs =
            network.model().channels() * network.model().height() * network.model().width();
        float[] images = Vectors.pixels(seed, COUNT * inputs);
        float[] logits = new float[COUNT * network.model().classes().size()];
        session.forward(images, COUNT, 0, logits);
        float[] weighing = Vectors.normal(seed + 1, logits.length);
        session.backward(weighing);
        double[] own = network.model().graph().getFlattenedGradients().dup().data().asDouble();

        Pass exact = Pass.of(oracle, Vectors.doubles(images), weighing, true);
        List<Pass> disturbed = disturbed(oracle, images, weighing, true);
        if (steady(exact, disturbed, Pass::logits)) {
          Vectors.assertClose(exact.logits, logits, TOLERANCE, network.story());
          outputs++;
        }
        // DL4J leaves something of its own where the running statistics are.
        Function<Pass, double[]> weights = pass -> withoutStatistics(pass.parameters, own);
        if (steady(exact, disturbed, weights)) {
          Vectors.assertClose(weights.apply(exact), own, TOLERANCE, network.story());
          gradients++;
        }
      }
    }
    assertTrue(outputs > NETWORKS / 3, outputs + " outputs compared");
    assertTrue(gradients > NETWORKS / 6, gradients + " gradients compared");
  }

  private static List<Pass> disturbed(
      Oracle oracle, float[] images, float[] weighing, boolean train) {
    List<Pass> passes = new ArrayList<>();
    INDArray parameters = oracle.graph().params().dup();
    for (int i = 0; i < DISTURBANCES; i++) {
      oracle.graph().setParams(parameters);
      oracle.disturb(i);
      passes.add(Pass.of(oracle, Vectors.doubles(images), weighing, train));
    }
    return passes;
  }

  private static boolean steady(
      Pass exact, List<Pass> disturbed, Function<Pass, double[]> quantity) {
    return disturbed.stream()
        .allMatch(pass -> Vectors.error(quantity.apply(exact), quantity.apply(pass)) < AMPLIFIED);
  }

  private record Pass(double[] logits, double[] input, double[] parameters) {
    static Pass of(Oracle oracle, double[] images, float[] weighing, boolean train) {
      double[] logits = oracle.forward(images, COUNT, train);
      Oracle.Gradients gradients =
          oracle.backward(images, Map.of(oracle.outputName(), Vectors.doubles(weighing)), null);
      return new Pass(logits, gradients.input(), gradients.parameters());
    }
  }

  private static double[] withoutStatistics(double[] theirs, double[] own) {
    double[] weights = theirs.clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = own[i] == 0 ? 0 : weights[i];
    }
    return weights;
  }
}
