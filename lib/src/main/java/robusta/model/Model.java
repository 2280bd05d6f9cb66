package robusta.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.data.ClassNames;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.run.RobustaException;
import tech.tablesaw.api.Table;

/**
 * A network with what it needs to be used on images: a DL4J graph that defines it and holds its
 * parameters, the normaliser that its input goes through, and the names of its classes.
 *
 * <p>The graph is initialised, has one input of shape [N, channels, height, width] and one output,
 * whose layer is a dense one with softmax (DL4J's {@code OutputLayer}); the logits are what goes
 * into that softmax, and the representation is the input of that layer. DL4J's own code never runs
 * the graph here, except as the oracle in tests: {@link robusta.engine.Engine} does.
 *
 * @param name what the user calls it, such as {@code "resnet18"}; used in tables and recipes
 * @param graph the initialised graph
 * @param normalizer what is done to an image first
 * @param classes the class names, in label order
 * @param channels channels of its images: 1 or 3
 * @param height height of its images in pixels
 * @param width width of its images in pixels
 * @param architecture what the graph was built from, so that a file of weights can say it; null for
 *     a graph from elsewhere
 * @param start what its parameters come from: the name and hash of the model that it was made of or
 *     under which the zoo keeps it, or the name of the file; empty where they were random or come
 *     from elsewhere. It says how the model came about, so training leaves it as it is
 */
public record Model(
    String name,
    ComputationGraph graph,
    Normalizer normalizer,
    List<String> classes,
    int channels,
    int height,
    int width,
    Architecture architecture,
    String start) {

  public Model {
    classes = List.copyOf(classes);
    if (normalizer.channels() != channels) {
      throw new RobustaException(
          "model '%s' takes images of %d channels, but its normalizer is for %d"
              .formatted(name, channels, normalizer.channels()));
    }
  }

  /** A model around a graph that is none of Robusta's architectures. */
  public Model(
      String name,
      ComputationGraph graph,
      Normalizer normalizer,
      List<String> classes,
      int channels,
      int height,
      int width) {
    this(name, graph, normalizer, classes, channels, height, width, null, "");
  }

  /**
   * Begins a new, untrained model.
   *
   * @param architecture one of {@link Architectures#names()}
   */
  public static ModelBuilder create(String architecture) {
    return new ModelBuilder(architecture);
  }

  /** Begins a model that starts from what another one has learnt. */
  public static TransferBuilder from(Model other) {
    return new TransferBuilder(other);
  }

  /** The same model under another name; the parameters are shared. */
  public Model withName(String other) {
    return new Model(
        other, graph, normalizer, classes, channels, height, width, architecture, start);
  }

  /**
   * The same model, whose parameters come from something else; they are shared.
   *
   * @param other what recipes and cards say that its training started from, such as {@code
   *     "cifar10-standard 1a2b3c4d"}, name and hash; empty for random parameters
   */
  public Model withStart(String other) {
    return new Model(
        name, graph, normalizer, classes, channels, height, width, architecture, other);
  }

  /** The same model, its start included, with its own copy of the parameters. */
  public Model copy() {
    return new Model(
        name, graph.clone(), normalizer, classes, channels, height, width, architecture, start);
  }

  /**
   * Returns normally when these images have the channels and the size that the model takes.
   *
   * @throws RobustaException otherwise
   */
  public void requireImages(Images images) {
    requireShape("the images", images.channels(), images.height(), images.width());
  }

  /**
   * Returns normally when the images of this dataset have the channels and the size that the model
   * takes.
   *
   * @throws RobustaException otherwise
   */
  public void requireImagesOf(Dataset dataset) {
    requireShape(
        "the images of '%s'".formatted(dataset.name()),
        dataset.channels(),
        dataset.height(),
        dataset.width());
  }

  /**
   * For each label of a dataset the label that its class has here: by name, in whatever order the
   * dataset has them, or the same number where one of both has no names of its own.
   *
   * @throws RobustaException if the dataset has a class that the model does not know
   */
  public int[] labelsOf(Dataset dataset) {
    return ClassNames.match(dataset.name(), dataset.classes(), name, classes);
  }

  private void requireShape(String what, int itsChannels, int itsHeight, int itsWidth) {
    if (itsChannels != channels || itsHeight != height || itsWidth != width) {
      throw new RobustaException(
          "%s are %dx%dx%d but the model '%s' takes %dx%dx%d (channels x height x width)"
              .formatted(what, itsChannels, itsHeight, itsWidth, name, channels, height, width));
    }
  }

  /** How many parameters training changes; running statistics are not among them. */
  public long parameterCount() {
    return LayerTable.trainable(graph);
  }

  /**
   * The layers in the order in which they run: name (which {@link robusta.engine.Tap} takes), type,
   * output shape of one image such as {@code 64x32x32}, trainable parameters.
   */
  public Table layers() {
    return LayerTable.of(this);
  }

  /**
   * A fingerprint of what the model computes with: the first 8 hexadecimal digits of the SHA-256 of
   * its parameters and its normaliser.
   */
  public String hash() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    INDArray parameters = graph.params();
    if (parameters != null) {
      update(digest, Floats.of(parameters, 'c'));
    }
    update(digest, normalizer.mean());
    update(digest, normalizer.std());
    return HexFormat.of().formatHex(digest.digest(), 0, 4);
  }

  private static void update(MessageDigest digest, float[] values) {
    int chunk = 1 << 14;
    ByteBuffer bytes = ByteBuffer.allocate(chunk * Float.BYTES);
    for (int from = 0; from < values.length; from += chunk) {
      int now = Math.min(chunk, values.length - from);
      bytes.clear().limit(now * Float.BYTES);
      bytes.asFloatBuffer().put(values, from, now);
      digest.update(bytes);
    }
  }

  @Override
  public String toString() {
    return "%s (%d classes, images of %dx%dx%d, %,d parameters)"
        .formatted(name, classes.size(), channels, height, width, parameterCount());
  }
}
