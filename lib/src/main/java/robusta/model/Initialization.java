package robusta.model;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.run.RunContext;

/** Gives a graph its first parameters. */
final class Initialization {
  private Initialization() {}

  /** How many numbers a graph will hold, running statistics included; allocates nothing. */
  static long parameterCount(ComputationGraphConfiguration configuration) {
    long count = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      count = Math.addExact(count, vertex.numParams(true));
    }
    return count;
  }

  /** A graph with the parameters that {@link Architecture#build} describes. */
  static ComputationGraph random(ComputationGraphConfiguration configuration, long seed) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    for (Layer layer : graph.getLayers()) {
      initialize(layer, seed);
    }
    return graph;
  }

  /** A graph whose parameters are all 0, to be overwritten. */
  static ComputationGraph zero(ComputationGraphConfiguration configuration) {
    return given(configuration, Nd4j.zeros(DataType.FLOAT, 1, parameterCount(configuration)));
  }

  /** A graph around these flattened parameters. */
  static ComputationGraph given(ComputationGraphConfiguration configuration, INDArray parameters) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(parameters, false);
    return graph;
  }

  /** Gives a layer the parameters that {@link Architecture#build} describes. */
  static void initialize(Layer layer, long seed) {
    String name = layer.conf().getLayer().getLayerName();
    initialize(layer, RunContext.quiet(seed).random("weights of " + name, 0));
  }

  private static void initialize(Layer layer, SplittableRandom random) {
    if (layer.conf().getLayer() instanceof ConvolutionLayer) {
      INDArray weights = layer.getParam("W");
      double fanOut = weights.size(0) * weights.size(2) * weights.size(3);
      double deviation = Math.sqrt(2 / fanOut);
      fill(weights, 'c', () -> deviation * random.nextGaussian());
    } else if (layer.conf().getLayer() instanceof DenseLayer
        || layer.conf().getLayer() instanceof OutputLayer) {
      INDArray weights = layer.getParam("W");
      double bound = 1 / Math.sqrt(weights.size(0));
      fill(weights, 'f', () -> random.nextDouble(-bound, bound));
      INDArray bias = layer.getParam("b");
      if (bias != null) {
        fill(bias, 'f', () -> random.nextDouble(-bound, bound));
      }
    }
  }

  private static void fill(INDArray array, char order, DoubleSupplier distribution) {
    float[] values = new float[Math.toIntExact(array.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) distribution.getAsDouble();
    }
    Floats.put(values, array, order);
  }
}
