package robusta.model;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.run.RobustaException;

/**
 * Builds a model that starts from what another one has learnt; {@link Model#from} begins one.
 *
 * <pre>{@code
 * Model flowers = Model.from(Zoo.shipped().load("cifar10-l2-0.5")).data(data).build();
 * }</pre>
 *
 * <p>The new model has its own copy of the parameters, and the image size and the normaliser that
 * they were learnt with. For other classes its output layer is a new one, initialised as {@link
 * Architecture#build} says; for the same ones it is copied, too.
 */
public final class TransferBuilder {
  private final Model body;
  private DataSource data;
  private List<String> classes;
  private String name;
  private long seed;

  TransferBuilder(Model body) {
    this.body = body;
    this.classes = body.classes();
  }

  /** Takes the classes from a dataset, whose images have the size that the body takes. */
  public TransferBuilder data(DataSource other) {
    data = other;
    return classes(other.classes());
  }

  /** The class names, in label order; otherwise those of the other model. */
  public TransferBuilder classes(List<String> names) {
    classes = List.copyOf(names);
    return this;
  }

  /** What to call it; otherwise as the other model and the dataset, with a hyphen in between. */
  public TransferBuilder name(String other) {
    name = other;
    return this;
  }

  /** Gives the parameters of a new output layer; 0 when not said. */
  public TransferBuilder seed(long other) {
    seed = other;
    return this;
  }

  /**
   * Builds the model.
   *
   * @throws RobustaException if the images of the data are of another size, there are not two
   *     classes, or nothing says what to call it
   */
  public Model build() {
    if (data == null && name == null) {
      throw new RobustaException(
          "what starts from '%s' needs a name of its own, or data".formatted(body.name()));
    }
    requireFit();
    if (classes.size() < 2) {
      throw new RobustaException(
          "a network tells at least two classes apart, not %d".formatted(classes.size()));
    }
    return new Model(
        name == null ? body.name() + "-" + data.name() : name,
        classes.equals(body.classes()) ? body.graph().clone() : withNewHead(),
        body.normalizer(),
        classes,
        body.channels(),
        body.height(),
        body.width(),
        body.architecture(),
        body.name() + " " + body.hash());
  }

  private void requireFit() {
    if (data == null) {
      return;
    }
    Dataset images = data.train();
    if (images.channels() != body.channels()
        || images.height() != body.height()
        || images.width() != body.width()) {
      throw new RobustaException(
          "the images of '%s' are %dx%dx%d, but '%s' has learnt from %dx%dx%d (channels x height x width); read them in that size"
              .formatted(
                  data.name(),
                  images.channels(),
                  images.height(),
                  images.width(),
                  body.name(),
                  body.channels(),
                  body.height(),
                  body.width()));
    }
  }

  private ComputationGraph withNewHead() {
    ComputationGraphConfiguration configuration = body.graph().getConfiguration().clone();
    String head = configuration.getNetworkOutputs().get(0);
    if (!(configuration.getVertices().get(head) instanceof LayerVertex vertex
        && vertex.getLayerConf().getLayer() instanceof OutputLayer output)) {
      throw new RobustaException(
          "'%s' does not end in a dense output layer that could be replaced"
              .formatted(body.name()));
    }
    output.setNOut(classes.size());
    ComputationGraph graph = Initialization.zero(configuration);
    for (Layer layer : graph.getLayers()) {
      String layerName = layer.conf().getLayer().getLayerName();
      if (layerName.equals(head)) {
        Initialization.initialize(layer, seed);
      } else {
        layer
            .paramTable()
            .forEach(
                (key, values) -> values.assign(body.graph().getLayer(layerName).getParam(key)));
      }
    }
    return graph;
  }
}
