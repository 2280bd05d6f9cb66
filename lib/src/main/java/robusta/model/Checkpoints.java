package robusta.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.data.Normalizer;
import robusta.run.RobustaException;

/**
 * Models in files: DL4J's own zip format, or safetensors under PyTorch's names. Files are written
 * whole or not at all; on failure an older file of the same name is untouched.
 */
public final class Checkpoints {
  static final String MEAN = "normalizer.mean";
  static final String STD = "normalizer.std";

  private Checkpoints() {}

  /**
   * Saves a model in full precision.
   *
   * @param file a name ending in {@code .zip} (DL4J's format, for any graph) or {@code
   *     .safetensors} (for graphs of convolutions, batch norms and dense layers)
   * @throws RobustaException if the ending is another, the graph has no safetensors form, or the
   *     file can't be written
   */
  public static void save(Model model, Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".zip")) {
      Dl4jZip.write(model, file);
    } else if (name.endsWith(".safetensors")) {
      saveSafetensors(model, file, TensorType.F32);
    } else {
      throw new RobustaException(
          "a model is saved as .zip (DL4J's format) or .safetensors, not as '%s'".formatted(name));
    }
  }

  /**
   * Saves a model as safetensors with weights of 16 bits: half the size, with a relative error of
   * at most 2^-11 in each. Biases and statistics keep 32 bits.
   *
   * @throws RobustaException as {@link #save}, and if a weight is beyond the range of 16 bits
   */
  public static void saveHalf(Model model, Path file) {
    saveSafetensors(model, file, TensorType.F16);
  }

  private static void saveSafetensors(Model model, Path file, TensorType type) {
    SafetensorsWriter writer = new SafetensorsWriter(ModelMetadata.of(model).toText());
    Weights.of(model.graph())
        .forEach(
            (name, tensor) -> {
              TensorType stored = tensor.shape().length > 1 ? type : TensorType.F32;
              writer.add(name, stored, tensor.shape(), tensor::read);
            });
    long[] perChannel = {model.channels()};
    writer.add(MEAN, TensorType.F32, perChannel, () -> model.normalizer().mean());
    writer.add(STD, TensorType.F32, perChannel, () -> model.normalizer().std());
    writer.write(file);
  }

  /**
   * Loads a model that Robusta saved, in either format.
   *
   * @throws RobustaException if the file is missing, damaged, truncated, neither format, or does
   *     not say what its model is
   */
  public static Model load(Path file) {
    if (isZip(file)) {
      return Dl4jZip.read(file);
    }
    try (Safetensors tensors = Safetensors.open(file)) {
      return load(file, tensors);
    }
  }

  /**
   * Loads a model that Robusta saved as safetensors and that is in memory.
   *
   * @param name what messages call it
   * @param bytes the whole file
   * @throws RobustaException if it is damaged, truncated, or does not say what its model is
   */
  public static Model load(Path name, byte[] bytes) {
    try (Safetensors tensors = Safetensors.of(name, bytes)) {
      return load(name, tensors);
    }
  }

  private static Model load(Path file, Safetensors tensors) {
    ModelMetadata metadata = ModelMetadata.parse(file, tensors.metadata());
    if (metadata.architecture() == null) {
      throw new RobustaException(
          "%s does not say which architecture its weights belong to; name it when loading"
              .formatted(file));
    }
    return load(file, tensors, metadata);
  }

  /**
   * Reads the weights of a PyTorch state dict from a safetensors file into a new network. Names are
   * those of the architecture's form; {@code downsample} and {@code shortcut}, {@code fc} and
   * {@code linear} are taken for each other. The normaliser comes from {@code normalizer.mean} and
   * {@code normalizer.std}; where they are missing, pixels stay in [0, 1].
   *
   * @param file the file
   * @param architecture what the weights belong to
   * @param name what to call the model
   * @param classes the class names, in label order
   * @param channels channels of its images: 1 or 3
   * @param height height of its images in pixels
   * @param width width of its images in pixels
   * @throws RobustaException naming the first tensor that is missing, left over or of another shape
   */
  public static Model load(
      Path file,
      Architecture architecture,
      String name,
      List<String> classes,
      int channels,
      int height,
      int width) {
    try (Safetensors tensors = Safetensors.open(file)) {
      return load(
          file, tensors, new ModelMetadata(name, architecture, classes, channels, height, width));
    }
  }

  private static Model load(Path file, Safetensors tensors, ModelMetadata metadata) {
    ComputationGraphConfiguration configuration =
        metadata
            .architecture()
            .configure(
                metadata.channels(),
                metadata.height(),
                metadata.width(),
                metadata.classes().size());
    requireEnough(file, tensors, metadata, Initialization.parameterCount(configuration));
    ComputationGraph graph = Initialization.zero(configuration);
    Set<String> read = fill(graph, tensors, file);
    Normalizer normalizer = Normalizer.identity(metadata.channels());
    if (tensors.names().contains(MEAN) && tensors.names().contains(STD)) {
      normalizer = new Normalizer(tensors.floats(MEAN), tensors.floats(STD));
      read.addAll(List.of(MEAN, STD));
    }
    requireNothingLeft(file, tensors, read);
    return new Model(
        metadata.name(),
        graph,
        normalizer,
        metadata.classes(),
        metadata.channels(),
        metadata.height(),
        metadata.width(),
        metadata.architecture());
  }

  /** Refuses to allocate a network that the file can't fill by far. */
  private static void requireEnough(
      Path file, Safetensors tensors, ModelMetadata metadata, long parameters) {
    long there = 0;
    for (String name : tensors.names()) {
      there += Arrays.stream(tensors.shape(name)).reduce(1, (a, b) -> a * b);
    }
    if (parameters > 2 * there + (1 << 20)) {
      throw new RobustaException(
          "%s holds %d numbers, but %s of width %d has %d"
              .formatted(
                  file,
                  there,
                  metadata.architecture().name(),
                  metadata.architecture().width(),
                  parameters));
    }
  }

  private static Set<String> fill(ComputationGraph graph, Safetensors tensors, Path file) {
    Set<String> read = new TreeSet<>();
    for (Map.Entry<String, Weights.Tensor> wanted : Weights.of(graph).entrySet()) {
      String name = found(tensors.names(), wanted.getKey());
      if (name == null) {
        throw new RobustaException(
            "%s has no tensor '%s'; it holds the weights of another network"
                .formatted(file, wanted.getKey()));
      }
      long[] shape = tensors.shape(name);
      if (!Arrays.equals(shape, wanted.getValue().shape())) {
        throw new RobustaException(
            "tensor '%s' in %s has shape %s, but the network needs %s"
                .formatted(
                    name, file, Weights.show(shape), Weights.show(wanted.getValue().shape())));
      }
      wanted.getValue().write(tensors.floats(name));
      read.add(name);
    }
    return read;
  }

  private static String found(Set<String> names, String wanted) {
    for (String candidate :
        List.of(
            wanted,
            wanted.replace(".shortcut.", ".downsample."),
            wanted.replace(".downsample.", ".shortcut."),
            wanted.replaceFirst("^linear\\.", "fc."),
            wanted.replaceFirst("^fc\\.", "linear."))) {
      if (names.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static void requireNothingLeft(Path file, Safetensors tensors, Set<String> read) {
    List<String> left = new ArrayList<>();
    for (String name : tensors.names()) {
      if (!read.contains(name) && !name.endsWith(".num_batches_tracked")) {
        left.add("'" + name + "'");
      }
    }
    if (!left.isEmpty()) {
      throw new RobustaException(
          "%s has tensors that the network lacks: %s%s"
              .formatted(
                  file,
                  left.stream().limit(3).collect(Collectors.joining(", ")),
                  left.size() > 3 ? " and %d more".formatted(left.size() - 3) : ""));
    }
  }

  private static boolean isZip(Path file) {
    if (Files.isDirectory(file)) {
      throw new RobustaException("%s is a folder, not a model's file".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(4), new byte[] {'P', 'K', 3, 4});
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no file %s".formatted(file), e);
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
