package robusta.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.run.RobustaException;

/**
 * A graph's parameters as PyTorch names and lays them out. A layer {@code NAME} has {@code
 * NAME.weight} (convolutions out x in x height x width, dense layers out x in, batch norm's gamma)
 * and {@code NAME.bias}; batch norm also {@code NAME.running_mean} and {@code NAME.running_var}.
 *
 * <p>DL4J keeps convolutions as PyTorch does, and dense weights as in x out in Fortran order, which
 * are the same numbers in the same order.
 */
final class Weights {

  /**
   * One tensor.
   *
   * @param shape its PyTorch shape
   * @param array DL4J's array; a view, so that writing to it changes the graph
   * @param order how to walk through {@code array} to get PyTorch's order
   */
  record Tensor(long[] shape, INDArray array, char order) {

    /** The numbers, copied. */
    float[] read() {
      return Floats.of(array, order);
    }

    /** Puts other numbers into the graph. */
    void write(float[] values) {
      Floats.put(values, array, order);
    }
  }

  private Weights() {}

  /**
   * All tensors of a graph, in the order of its layers.
   *
   * @throws RobustaException if a layer has parameters that PyTorch has no names for
   */
  static Map<String, Tensor> of(ComputationGraph graph) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.numParams() > 0) {
        add(tensors, layer);
      }
    }
    return tensors;
  }

  private static void add(Map<String, Tensor> tensors, Layer layer) {
    org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
    String name = conf.getLayerName();
    Map<String, INDArray> parameters = layer.paramTable();
    List<String> known = new ArrayList<>();
    if (conf.getClass() == ConvolutionLayer.class) {
      INDArray weights = parameters.get("W");
      tensors.put(name + ".weight", new Tensor(weights.shape(), weights, 'c'));
      known.add("W");
    } else if (conf.getClass() == DenseLayer.class || conf.getClass() == OutputLayer.class) {
      INDArray weights = parameters.get("W");
      long[] shape = {weights.size(1), weights.size(0)};
      tensors.put(name + ".weight", new Tensor(shape, weights, 'f'));
      known.add("W");
    } else if (conf instanceof BatchNormalization) {
      vector(tensors, name + ".weight", parameters, "gamma", known);
      vector(tensors, name + ".bias", parameters, "beta", known);
      vector(tensors, name + ".running_mean", parameters, "mean", known);
      vector(tensors, name + ".running_var", parameters, "var", known);
    }
    vector(tensors, name + ".bias", parameters, "b", known);
    if (!known.containsAll(parameters.keySet())) {
      throw new RobustaException(
          "layer '%s' is a %s, which has no PyTorch names; save the model in DL4J's format (a name"
                  .formatted(name, conf.getClass().getSimpleName())
              + " ending in .zip) instead");
    }
  }

  private static void vector(
      Map<String, Tensor> tensors,
      String name,
      Map<String, INDArray> parameters,
      String key,
      List<String> known) {
    INDArray array = parameters.get(key);
    if (array != null) {
      tensors.put(name, new Tensor(new long[] {array.length()}, array, 'c'));
      known.add(key);
    }
  }

  /** A shape as a message shows it, such as {@code 64x3x3x3}. */
  static String show(long[] shape) {
    return shape.length == 0
        ? "scalar"
        : String.join("x", Arrays.stream(shape).mapToObj(String::valueOf).toList());
  }
}
