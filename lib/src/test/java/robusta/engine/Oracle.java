package robusta.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.data.Normalizer;

/**
 * What DL4J's own layers compute, in double. Its vertices are called one by one, as its {@code
 * ComputationGraph} does, since that one hands out no input gradients and no pass in which a ReLU
 * is left out.
 */
final class Oracle {
  private static final LayerWorkspaceMgr MEMORY = LayerWorkspaceMgr.noWorkspaces();

  private final ComputationGraph graph;
  private final Normalizer normalizer;
  private final int[] size;
  private final Map<String, INDArray> activations = new HashMap<>();
  private boolean trained;
  private SplittableRandom noise;

  /**
   * An oracle.
   *
   * @param graph in double; its output layer gives logits
   * @param size channels, height, width
   */
  Oracle(ComputationGraph graph, Normalizer normalizer, int... size) {
    this.graph = graph;
    this.normalizer = normalizer;
    this.size = size;
    graph.initGradientsView();
  }

  static Oracle of(RandomGraphs.Network network) {
    return new Oracle(
        network.twin(),
        network.model().normalizer(),
        network.model().channels(),
        network.model().height(),
        network.model().width());
  }

  ComputationGraph graph() {
    return graph;
  }

  /** Runs the graph; the logits. */
  double[] forward(double[] images, int count, boolean train) {
    double[] normalized = new double[count * size[0] * size[1] * size[2]];
    for (int i = 0; i < normalized.length; i++) {
      int c = channel(i);
      double pixel = Math.min(1, Math.max(0, images[i]));
      normalized[i] = (pixel - normalizer.mean()[c]) / normalizer.std()[c];
    }
    activations.clear();
    INDArray input = Nd4j.create(normalized, new long[] {count, size[0], size[1], size[2]}, 'c');
    trained = train;
    graph.setInputs(input);
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      INDArray output;
      if (vertex.isInputVertex()) {
        output = stored(input);
      } else {
        setInputs(vertex);
        output = stored(vertex.doForward(train, MEMORY));
      }
      activations.put(vertex.getVertexName(), output);
    }
    return value(outputName());
  }

  /**
   * From now on the parameters and every value between layers carry an error as large as twice that
   * of rounding to bfloat16.
   */
  void disturb(long seed) {
    noise = new SplittableRandom(seed);
    graph.params().assign(stored(graph.params()));
  }

  private INDArray stored(INDArray value) {
    if (noise == null) {
      return value;
    }
    double[] values = flat(value);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 1 + noise.nextDouble(-1, 1) / 256;
    }
    return Nd4j.create(values, value.shape(), 'c');
  }

  private void setInputs(GraphVertex vertex) {
    VertexIndices[] from = vertex.getInputVertices();
    for (int i = 0; i < from.length; i++) {
      GraphVertex source = graph.getVertices()[from[i].getVertexIndex()];
      vertex.setInput(i, activations.get(source.getVertexName()).dup('c'), MEMORY);
    }
  }

  /** What a layer gave in the latest {@link #forward}, row-major. */
  double[] value(String layer) {
    return flat(activations.get(layer));
  }

  /** The input of the output layer. */
  double[] representation() {
    return value(inputOf(outputName()));
  }

  /** The only layer that a layer reads. */
  String inputOf(String layer) {
    return graph.getConfiguration().getVertexInputs().get(layer).get(0);
  }

  /**
   * The gradients of the latest {@link #forward}.
   *
   * @param input with respect to the images
   * @param parameters in the layout of the flattened parameters; what DL4J leaves at running
   *     statistics is how far it would move them back
   */
  record Gradients(double[] input, double[] parameters) {}

  /**
   * Goes back through the graph.
   *
   * @param from gradients by layer, row-major
   * @param passed a layer that hands the gradient on unchanged; null for none
   */
  Gradients backward(double[] images, Map<String, double[]> from, String passed) {
    graph.getFlattenedGradients().assign(0);
    Map<Integer, INDArray> found = new LinkedHashMap<>();
    int[] order = graph.topologicalSortOrder();
    INDArray atInput = null;
    for (int i = order.length - 1; i >= 0; i--) {
      GraphVertex vertex = graph.getVertices()[order[i]];
      INDArray gradient = found.get(order[i]);
      double[] given = from.get(vertex.getVertexName());
      if (given != null) {
        INDArray shaped = Nd4j.create(given, activations.get(vertex.getVertexName()).shape(), 'c');
        gradient = gradient == null ? shaped : gradient.add(shaped);
      }
      if (gradient == null) {
        continue;
      }
      if (vertex.isInputVertex()) {
        atInput = gradient;
        continue;
      }
      INDArray[] before;
      if (vertex.getVertexName().equals(passed)) {
        before = new INDArray[] {gradient};
      } else if (!trained && vertex.getLayer() instanceof BatchNormalization norm) {
        before = new INDArray[] {frozen(norm, gradient)};
      } else {
        setInputs(vertex); // frozen activation layers have overwritten theirs
        vertex.setEpsilon(gradient.dup('c'));
        before = vertex.doBackward(false, MEMORY).getSecond();
      }
      VertexIndices[] inputs = vertex.getInputVertices();
      for (int j = 0; j < inputs.length; j++) {
        found.merge(inputs[j].getVertexIndex(), stored(before[j]).dup('c'), INDArray::add);
      }
    }
    double[] input = new double[images.length];
    if (atInput != null) {
      double[] raw = flat(atInput);
      for (int i = 0; i < input.length; i++) {
        boolean inside = images[i] >= 0 && images[i] <= 1;
        input[i] = inside ? raw[i] / normalizer.std()[channel(i)] : 0;
      }
    }
    return new Gradients(input, graph.getFlattenedGradients().dup().data().asDouble());
  }

  /** DL4J's own goes back through statistics of the batch even after a pass that used none. */
  private static INDArray frozen(BatchNormalization norm, INDArray gradient) {
    var layer = (org.deeplearning4j.nn.conf.layers.BatchNormalization) norm.conf().getLayer();
    Map<String, INDArray> parameters = norm.paramTable();
    double[] spread = flat(parameters.get(layer.isUseLogStd() ? "log10stdev" : "var"));
    double[] values = flat(gradient);
    int area = values.length / (int) gradient.size(0) / spread.length;
    for (int i = 0; i < values.length; i++) {
      int c = i / area % spread.length;
      double variance = layer.isUseLogStd() ? Math.pow(10, 2 * spread[c]) : spread[c];
      double gamma =
          layer.isLockGammaBeta() ? layer.getGamma() : parameters.get("gamma").getDouble(c);
      values[i] *= gamma / Math.sqrt(variance + layer.getEps());
    }
    return Nd4j.create(values, gradient.shape(), 'c');
  }

  String outputName() {
    return graph.getConfiguration().getNetworkOutputs().get(0);
  }

  private int channel(int index) {
    return index / (size[1] * size[2]) % size[0];
  }

  private static double[] flat(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }
}
