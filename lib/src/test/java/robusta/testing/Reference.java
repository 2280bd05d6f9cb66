package robusta.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.model.Model;

/**
 * A folder of vectors that MadryLab's robustness 1.2.1 computed: a CIFAR-form ResNet of four basic
 * blocks, images, and what came of attacks on it.
 */
public final class Reference {
  private static final int CLASSES = 10;

  private final Path folder;
  private final JsonNode index;
  private final Map<String, INDArray> weights = new HashMap<>();

  private Reference(Path folder, String weightsFile) throws IOException {
    this.folder = folder;
    this.index = new ObjectMapper().readTree(folder.resolve("index.json").toFile());
    readSafetensors(folder.resolve(weightsFile));
  }

  /** The set among the test resources: widths 8 to 64, six synthetic pictures. */
  public static Reference portable() {
    try {
      Path folder = Path.of(Reference.class.getResource("/reference/portable").toURI());
      return new Reference(folder, "resnet10-tiny.safetensors");
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the test resources lack reference/portable", e);
    }
  }

  /**
   * The set beside the repository: widths 32 to 256, six CIFAR-10 images. Skips the test where it
   * is not.
   */
  public static Reference robustness() {
    Path folder = shared().resolve("reference").resolve("robustness");
    assumeTrue(Files.isDirectory(folder), "shared/reference/robustness is not here");
    try {
      return new Reference(folder, "resnet10-cifar.safetensors");
    } catch (IOException e) {
      throw new IllegalStateException(folder + " can't be read", e);
    }
  }

  /** The folder shared beside the repository, or one that does not exist. */
  private static Path shared() {
    String given = System.getenv("ROBUSTA_SHARED");
    if (given != null) {
      return Path.of(given);
    }
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("shared"))) {
      at = at.getParent();
    }
    return at == null ? Path.of("shared") : at.resolve("shared");
  }

  private void readSafetensors(Path file) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(all.getLong());
    byte[] header = new byte[headerLength];
    all.get(header);
    JsonNode json = new ObjectMapper().readTree(new String(header, StandardCharsets.UTF_8));
    json.fields()
        .forEachRemaining(
            entry -> {
              JsonNode tensor = entry.getValue();
              if (!"F32".equals(tensor.path("dtype").asText())) {
                return;
              }
              int from = tensor.get("data_offsets").get(0).asInt();
              int to = tensor.get("data_offsets").get(1).asInt();
              FloatBuffer values =
                  all.slice(8 + headerLength + from, to - from)
                      .order(ByteOrder.LITTLE_ENDIAN)
                      .asFloatBuffer();
              float[] copy = new float[values.remaining()];
              values.get(copy);
              long[] shape = new long[tensor.get("shape").size()];
              for (int i = 0; i < shape.length; i++) {
                shape[i] = tensor.get("shape").get(i).asLong();
              }
              weights.put(entry.getKey(), Nd4j.createFromArray(copy).reshape('c', shape));
            });
  }

  /** An array of float32 or int64 in C order, as floats. */
  public float[] array(String name) {
    try {
      ByteBuffer all =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".npy")))
              .order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = all.getShort(8);
      String header = new String(all.array(), 10, headerLength, StandardCharsets.US_ASCII);
      ByteBuffer data =
          all.slice(10 + headerLength, all.capacity() - 10 - headerLength)
              .order(ByteOrder.LITTLE_ENDIAN);
      if (header.contains("<f4")) {
        float[] values = new float[data.remaining() / 4];
        data.asFloatBuffer().get(values);
        return values;
      }
      float[] values = new float[data.remaining() / 8];
      for (int i = 0; i < values.length; i++) {
        values[i] = data.getLong(8 * i);
      }
      return values;
    } catch (IOException e) {
      throw new IllegalStateException("the reference lacks " + name, e);
    }
  }

  public Images images(String name) {
    float[] pixels = array(name);
    return new Images(pixels, pixels.length / (3 * 32 * 32), 3, 32, 32);
  }

  public int[] labels() {
    float[] y = array("y");
    int[] labels = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      labels[i] = (int) y[i];
    }
    return labels;
  }

  public List<String> attacks() {
    List<String> names = new ArrayList<>();
    index.get("attacks").fieldNames().forEachRemaining(names::add);
    return names;
  }

  public JsonNode attack(String name) {
    return index.get("attacks").get(name);
  }

  public Model model() {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(32, 32, 3));
    List<String> convolutions = new ArrayList<>();
    List<String> norms = new ArrayList<>();
    String last = unit(builder, "image", "conv1", "bn1", 1, convolutions, norms);
    last = relu(builder, last);
    for (int stage = 1; stage <= 4; stage++) {
      String block = "layer" + stage + ".0.";
      int stride = stage == 1 ? 1 : 2;
      String path =
          unit(builder, last, block + "conv1", block + "bn1", stride, convolutions, norms);
      path = relu(builder, path);
      path = unit(builder, path, block + "conv2", block + "bn2", 1, convolutions, norms);
      String shortcut =
          stride == 1
              ? last
              : unit(
                  builder,
                  last,
                  block + "shortcut.0",
                  block + "shortcut.1",
                  stride,
                  convolutions,
                  norms);
      builder.addVertex(
          block + "add", new ElementWiseVertex(ElementWiseVertex.Op.Add), path, shortcut);
      last = relu(builder, block + "add");
    }
    builder.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    builder.addLayer(
        "linear",
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build(),
        "pool");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("linear").build());
    graph.init();
    for (String name : convolutions) {
      graph.getLayer(name).getParam("W").assign(weights.get(name + ".weight"));
    }
    for (String name : norms) {
      graph.getLayer(name).getParam("gamma").assign(row(name + ".weight"));
      graph.getLayer(name).getParam("beta").assign(row(name + ".bias"));
      graph.getLayer(name).getParam("mean").assign(row(name + ".running_mean"));
      graph.getLayer(name).getParam("var").assign(row(name + ".running_var"));
    }
    graph.getLayer("linear").getParam("W").assign(weights.get("linear.weight").transpose().dup());
    graph.getLayer("linear").getParam("b").assign(row("linear.bias"));
    return new Model(
        "reference",
        graph,
        new Normalizer(
            weights.get("normalizer.mean").data().asFloat(),
            weights.get("normalizer.std").data().asFloat()),
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        3,
        32,
        32);
  }

  private INDArray row(String name) {
    INDArray values = weights.get(name);
    return values.reshape(1, values.length());
  }

  private String unit(
      GraphBuilder builder,
      String input,
      String convolution,
      String norm,
      int stride,
      List<String> convolutions,
      List<String> norms) {
    INDArray kernel = weights.get(convolution + ".weight");
    int size = (int) kernel.size(2);
    builder.addLayer(
        convolution,
        new ConvolutionLayer.Builder(size, size)
            .stride(stride, stride)
            .padding(size / 2, size / 2)
            .nOut((int) kernel.size(0))
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        input);
    builder.addLayer(
        norm,
        new BatchNormalization.Builder()
            .eps(1e-5)
            .useLogStd(false)
            .activation(Activation.IDENTITY)
            .build(),
        convolution);
    convolutions.add(convolution);
    norms.add(norm);
    return norm;
  }

  private static String relu(GraphBuilder builder, String input) {
    builder.addLayer(
        input + ".relu", new ActivationLayer.Builder().activation(Activation.RELU).build(), input);
    return input + ".relu";
  }
}
