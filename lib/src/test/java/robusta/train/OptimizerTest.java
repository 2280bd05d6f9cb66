package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.model.Model;
import robusta.run.RobustaException;

/** Optimizers against their definitions in double precision, and at work on a graph. */
class OptimizerTest {

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.sgd(0.9, 5e-4),
        Optimizer.sgd(0, 0),
        Optimizer.adam(0),
        Optimizer.adam(1e-2),
        Optimizer.adamW(1e-2));
  }

  /** What PyTorch's documentation says each rule does, for one weight. */
  private static double[] byDefinition(Optimizer optimizer, double start, double[] gradients) {
    double[] path = new double[gradients.length];
    double w = start;
    double first = 0;
    double second = 0;
    double rate = 0.05;
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1];
      if (optimizer instanceof Optimizer.Sgd sgd) {
        g += sgd.weightDecay() * w;
        first = t == 1 ? g : sgd.momentum() * first + g;
        w -= rate * first;
      } else if (optimizer instanceof Optimizer.Adam adam) {
        if (adam.decoupled()) {
          w -= rate * adam.weightDecay() * w;
        } else {
          g += adam.weightDecay() * w;
        }
        first = 0.9 * first + 0.1 * g;
        second = 0.999 * second + 0.001 * g * g;
        double mean = first / (1 - Math.pow(0.9, t));
        double square = second / (1 - Math.pow(0.999, t));
        w -= rate * mean / (Math.sqrt(square) + 1e-8);
      }
      path[t - 1] = w;
    }
    return path;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void followsItsDefinition(Optimizer optimizer) {
    SplittableRandom random = new SplittableRandom(4);
    int count = 50;
    int from = 7;
    int steps = 30;
    float[] weights = new float[count];
    float[][] memory = new float[optimizer.memories()][from + count];
    double[][] expected = new double[count][];
    double[][] gradients = new double[count][steps];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
      for (int t = 0; t < steps; t++) {
        gradients[i][t] = (float) (random.nextGaussian() * Math.pow(10, -random.nextInt(4)));
      }
      expected[i] = byDefinition(optimizer, weights[i], gradients[i]);
    }
    for (int t = 0; t < steps; t++) {
      float[] gradient = new float[count];
      for (int i = 0; i < count; i++) {
        gradient[i] = (float) gradients[i][t];
      }
      optimizer.update(weights, gradient, memory, from, count, t + 1, 0.05);
      for (int i = 0; i < count; i++) {
        assertEquals(expected[i][t], weights[i], 2e-5, optimizer.name() + " step " + t);
      }
    }
    for (float[] remembered : memory) {
      assertArrayEquals(new float[from], Arrays.copyOf(remembered, from));
    }
  }

  @Test
  void leavesRunningStatisticsAlone() {
    Model model = Toys.model();
    FlatParameters parameters = FlatParameters.of(model);
    INDArray mean = model.graph().getLayer("bn").paramTable().get("mean");
    INDArray variance = model.graph().getLayer("bn").paramTable().get("var");
    mean.assign(3);
    variance.assign(5);
    model.graph().getFlattenedGradients().assign(1);
    float[] before = Toys.weights(model);
    new Updater(parameters, Optimizer.sgd(0, 0.1)).step(0.5);
    float[] after = Toys.weights(model);
    assertEquals(6 * 3.0, mean.sumNumber().doubleValue());
    assertEquals(6 * 5.0, variance.sumNumber().doubleValue());
    int moved = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        assertEquals(before[i] - 0.5 * (1 + 0.1 * before[i]), after[i], 1e-6);
        moved++;
      }
    }
    assertEquals(before.length - 12, moved);
    assertEquals(moved, parameters.trainable().stream().mapToInt(r -> r.to() - r.from()).sum());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theNumberOfThreadsDoesNotMatter(Optimizer optimizer) {
    float[] reached = null;
    for (int threads : List.of(1, 2, 5)) {
      Model model = Toys.model();
      Updater updater = new Updater(FlatParameters.of(model), optimizer, threads);
      INDArray gradient = model.graph().getFlattenedGradients();
      SplittableRandom random = new SplittableRandom(9);
      for (int step = 0; step < 5; step++) {
        for (int i = 0; i < gradient.length(); i++) {
          gradient.putScalar(i, random.nextGaussian());
        }
        updater.step(0.01);
      }
      float[] weights = Toys.weights(model);
      if (reached != null) {
        assertArrayEquals(reached, weights);
      }
      reached = weights;
    }
  }

  @Test
  void findsWhatIsNotANumber() {
    Model model = Toys.model();
    FlatParameters parameters = FlatParameters.of(model);
    assertTrue(parameters.finite());
    model.graph().params().putScalar(model.graph().numParams() - 1, Float.POSITIVE_INFINITY);
    assertFalse(parameters.finite());
    model.graph().params().putScalar(model.graph().numParams() - 1, Float.NaN);
    assertFalse(parameters.finite());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(RobustaException.class, () -> Optimizer.sgd(1, 0));
    assertThrows(RobustaException.class, () -> Optimizer.sgd(-0.1, 0));
    assertThrows(RobustaException.class, () -> Optimizer.sgd(0.9, Double.NaN));
    assertThrows(RobustaException.class, () -> Optimizer.adamW(-1));
  }
}
