package robusta.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.model.Model;
import robusta.run.RobustaException;

/** Compiles a model's ComputationGraph to a {@link Plan}. */
public final class PlanCompiler {
  private final Model model;
  private final ComputationGraph graph;
  private final List<Step> steps = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final Map<String, Integer> values = new HashMap<>();
  private final Map<String, Integer> layers = new LinkedHashMap<>();
  private int representation = -1;
  private int logits = -1;

  private PlanCompiler(Model model) {
    this.model = model;
    this.graph = model.graph();
  }

  /**
   * Compiles a graph.
   *
   * @throws RobustaException naming the first layer that Robusta can't run
   */
  public static Plan compile(Model model) {
    return new PlanCompiler(model).compile();
  }

  private Plan compile() {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    List<String> inputs = configuration.getNetworkInputs();
    List<String> ends = configuration.getNetworkOutputs();
    if (inputs.size() != 1 || ends.size() != 1) {
      throw new RobustaException(
          "model '%s' has %d inputs and %d outputs; Robusta runs graphs with one of each"
              .formatted(model.name(), inputs.size(), ends.size()));
    }
    shapes.add(new Shape(model.channels(), model.height(), model.width()));
    values.put(inputs.get(0), 0);
    for (org.deeplearning4j.nn.graph.vertex.GraphVertex vertex : inOrder()) {
      String name = vertex.getVertexName();
      GraphVertex definition = configuration.getVertices().get(name);
      if (definition == null) {
        continue; // the input
      }
      List<Integer> read = new ArrayList<>();
      for (String input : configuration.getVertexInputs().get(name)) {
        read.add(values.get(input));
      }
      int value = vertex(name, definition, read);
      values.put(name, value);
      layers.put(name, value);
    }
    if (logits < 0) {
      throw new RobustaException(
          "model '%s' does not end in a dense output layer; replace its last layer by DL4J's"
                  .formatted(model.name())
              + " OutputLayer");
    }
    int outputs = shapes.get(logits).size();
    if (outputs != model.classes().size()) {
      throw new RobustaException(
          "model '%s' names %d classes, but its output layer has %d outputs"
              .formatted(model.name(), model.classes().size(), outputs));
    }
    return new Plan(
        List.copyOf(steps),
        List.copyOf(shapes),
        representation,
        logits,
        java.util.Collections.unmodifiableMap(layers));
  }

  private List<org.deeplearning4j.nn.graph.vertex.GraphVertex> inOrder() {
    List<org.deeplearning4j.nn.graph.vertex.GraphVertex> ordered = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      ordered.add(graph.getVertices()[index]);
    }
    return ordered;
  }

  private int vertex(String name, GraphVertex definition, List<Integer> inputs) {
    if (definition instanceof LayerVertex layerVertex) {
      int input = preprocess(name, layerVertex.getPreProcessor(), inputs.get(0));
      return layer(name, layerVertex.getLayerConf().getLayer(), input);
    }
    if (definition instanceof ElementWiseVertex elementWise) {
      if (elementWise.getOp() != ElementWiseVertex.Op.Add) {
        throw unsupported(name, "ElementWiseVertex " + elementWise.getOp());
      }
      if (inputs.size() == 1) {
        return inputs.get(0);
      }
      for (int input : inputs) {
        if (!shapes.get(input).equals(shapes.get(inputs.get(0)))) {
          throw unsupported(name, "ElementWiseVertex Add of different shapes");
        }
      }
      int output = value(shapes.get(inputs.get(0)));
      steps.add(new Step.Add(name, List.copyOf(inputs), output));
      return output;
    }
    if (definition instanceof MergeVertex merge) {
      if (merge.getMergeAxis() != 1) {
        throw unsupported(name, "MergeVertex along axis " + merge.getMergeAxis());
      }
      if (inputs.size() == 1) {
        return inputs.get(0);
      }
      Shape first = shapes.get(inputs.get(0));
      int channels = 0;
      for (int input : inputs) {
        Shape shape = shapes.get(input);
        if (shape.height() != first.height() || shape.width() != first.width()) {
          throw unsupported(name, "MergeVertex of images of different sizes");
        }
        channels += shapes.get(input).channels();
      }
      int output = value(new Shape(channels, first.height(), first.width()));
      steps.add(new Step.Concat(name, List.copyOf(inputs), output));
      return output;
    }
    if (definition instanceof PreprocessorVertex preprocessor) {
      return preprocess(name, preprocessor.getPreProcessor(), inputs.get(0));
    }
    throw unsupported(name, definition.getClass().getSimpleName());
  }

  private int preprocess(String name, InputPreProcessor preProcessor, int input) {
    if (preProcessor == null) {
      return input;
    }
    if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
      return flatten(name, input);
    }
    throw unsupported(name, preProcessor.getClass().getSimpleName());
  }

  /** A vector as it is, an image flattened. */
  int flatten(String name, int input) {
    Shape shape = shapes.get(input);
    if (shape.height() == 1 && shape.width() == 1) {
      return input;
    }
    int output = value(Shape.vector(shape.size()));
    steps.add(new Step.Flatten(name, input, output));
    return output;
  }

  private int layer(String name, Layer layer, int input) {
    LayerCompiler compiler = new LayerCompiler(this, name, graph.getLayer(name));
    return compiler.compile(layer, input);
  }

  int value(Shape shape) {
    shapes.add(shape);
    return shapes.size() - 1;
  }

  Shape shape(int value) {
    return shapes.get(value);
  }

  int add(Step step) {
    steps.add(step);
    return step.output();
  }

  void output(int representationValue, int logitsValue) {
    representation = representationValue;
    logits = logitsValue;
  }

  long parameterBase() {
    return graph.params().offset();
  }

  /** Returns normally when what comes into a layer is what its parameters are for. */
  void require(String layer, String what, long expected, long actual) {
    if (expected != actual) {
      throw new RobustaException(
          "layer '%s' of model '%s' is for %d %s, but %d come in; build the graph for images of %s"
              .formatted(layer, model.name(), expected, what, actual, shapes.get(0)));
    }
  }

  RobustaException tooSmall(String layer, Shape input) {
    return new RobustaException(
        "the window of layer '%s' of model '%s' is larger than the %s that it slides over; use larger images"
            .formatted(layer, model.name(), input));
  }

  RobustaException unsupported(String layer, String what) {
    return new RobustaException(
        "layer '%s' of model '%s' is a %s, which Robusta cannot run; replace it by a supported layer"
                .formatted(layer, model.name(), what)
            + " (convolution, batch norm, ReLU/leaky ReLU/ELU/tanh/sigmoid, pooling, dense, add,"
            + " merge, zero padding, dropout)");
  }
}
