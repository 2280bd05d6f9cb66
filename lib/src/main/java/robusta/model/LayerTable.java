package robusta.model;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A graph's layers for a person to read. */
final class LayerTable {

  /** Batch norm's running statistics: DL4J counts them among the parameters. */
  private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

  private LayerTable() {}

  static Table of(Model model) {
    ComputationGraph graph = model.graph();
    Map<String, InputType> shapes =
        graph
            .getConfiguration()
            .getLayerActivationTypes(
                InputType.convolutional(model.height(), model.width(), model.channels()));
    Table table =
        Table.create(
            model.name(),
            StringColumn.create("layer"),
            StringColumn.create("type"),
            StringColumn.create("output"),
            LongColumn.create("parameters"));
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      String name = vertex.getVertexName();
      if (vertex.isInputVertex()) {
        continue;
      }
      table.stringColumn("layer").append(name);
      table.stringColumn("type").append(type(graph, name));
      table.stringColumn("output").append(show(shapes.get(name)));
      table
          .longColumn("parameters")
          .append(vertex.getLayer() == null ? 0 : trainable(vertex.getLayer()));
    }
    return table;
  }

  static long trainable(ComputationGraph graph) {
    long count = 0;
    for (Layer layer : graph.getLayers()) {
      count += trainable(layer);
    }
    return count;
  }

  private static long trainable(Layer layer) {
    long count = 0;
    for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
      if (!STATISTICS.contains(parameter.getKey())) {
        count += parameter.getValue().length();
      }
    }
    return count;
  }

  private static String type(ComputationGraph graph, String name) {
    org.deeplearning4j.nn.conf.graph.GraphVertex vertex =
        graph.getConfiguration().getVertices().get(name);
    return vertex instanceof LayerVertex layer
        ? layer.getLayerConf().getLayer().getClass().getSimpleName()
        : vertex.getClass().getSimpleName();
  }

  private static String show(InputType type) {
    if (type instanceof InputType.InputTypeConvolutional maps) {
      return maps.getChannels() + "x" + maps.getHeight() + "x" + maps.getWidth();
    }
    return String.valueOf(type.arrayElementsPerExample());
  }
}
