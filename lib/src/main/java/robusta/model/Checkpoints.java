package robusta.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.data.Normalizer;
import robusta.model.torch.TorchFile;
import robusta.run.RobustaException;

/**
 * Models in files: DL4J's own zip format, or safetensors under PyTorch's names; PyTorch's own files
 * are read. Files are written whole or not at all; on failure an older file of the same name is
 * untouched.
 */
public final class Checkpoints {
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
    writer.add(StateDict.MEAN, TensorType.F32, perChannel, () -> model.normalizer().mean());
    writer.add(StateDict.STD, TensorType.F32, perChannel, () -> model.normalizer().std());
    writer.write(file);
  }

  /**
   * Loads a model that Robusta saved, or a network from a PyTorch or safetensors file that tells
   * its architecture by names and shapes; {@link #reader} reads the same files with options.
   *
   * @throws RobustaException if the file is missing, damaged, truncated, of no such format, or does
   *     not tell what its model is
   */
  public static Model load(Path file) {
    return reader(file).read();
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
      ModelMetadata metadata = ModelMetadata.parse(name, tensors.metadata());
      Normalizer pixels = Normalizer.identity(metadata.channels());
      return load(name, new StateDict(tensors), metadata, pixels);
    }
  }

  /** Begins to read a model's file of any format. */
  public static CheckpointReader reader(Path file) {
    return new CheckpointReader(file);
  }

  /**
   * Reads the weights of a PyTorch state dict from a PyTorch or safetensors file into a new
   * network. Names are those of the architecture's form, after any {@code module.}, {@code model.}
   * and {@code attacker.}; {@code downsample} and {@code shortcut}, {@code fc} and {@code linear}
   * are taken for each other. The normaliser comes from {@code normalizer.mean} and {@code
   * normalizer.std} (in MadryLab's files {@code new_mean} and {@code new_std}); where they are
   * missing, pixels stay in [0, 1].
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
    try (Tensors tensors = open(file)) {
      return load(
          file,
          new StateDict(tensors),
          new ModelMetadata(name, architecture, classes, channels, height, width),
          Normalizer.identity(channels));
    }
  }

  /** Opens a file of tensors of either format. */
  static Tensors open(Path file) {
    requireFile(file);
    return TorchFile.recognizes(file) ? TorchFile.open(file) : Safetensors.open(file);
  }

  /**
   * Makes a model of tensors.
   *
   * @param otherwise the normaliser where the tensors have none
   */
  static Model load(Path file, StateDict tensors, ModelMetadata metadata, Normalizer otherwise) {
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
    Optional<Normalizer> normalizer = tensors.normalizer();
    if (normalizer.isPresent()) {
      read.addAll(List.of(StateDict.MEAN, StateDict.STD));
    }
    requireNothingLeft(file, tensors, read);
    return new Model(
        metadata.name(),
        graph,
        normalizer.orElse(otherwise),
        metadata.classes(),
        metadata.channels(),
        metadata.height(),
        metadata.width(),
        metadata.architecture(),
        String.valueOf(file.getFileName()));
  }

  /** Refuses to allocate a network that the file can't fill by far. */
  private static void requireEnough(
      Path file, StateDict tensors, ModelMetadata metadata, long parameters) {
    long there = tensors.stored();
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

  private static Set<String> fill(ComputationGraph graph, StateDict tensors, Path file) {
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
                    tensors.nameInFile(name),
                    file,
                    Weights.show(shape),
                    Weights.show(wanted.getValue().shape())));
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

  private static void requireNothingLeft(Path file, StateDict tensors, Set<String> read) {
    List<String> left = new ArrayList<>();
    for (String name : tensors.names()) {
      if (!read.contains(name) && !name.endsWith(".num_batches_tracked")) {
        left.add(name);
      }
    }
    if (!left.isEmpty()) {
      throw new RobustaException(
          "%s has tensors that the network lacks: %s".formatted(file, some(left)));
    }
  }

  /** The first few names, for a message. */
  static String some(Collection<String> names) {
    String first =
        names.stream().limit(3).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    return first + (names.size() > 3 ? " and %d more".formatted(names.size() - 3) : "");
  }

  /** Whether a file is a zip archive that is not PyTorch's. */
  static boolean isDl4jZip(Path file) {
    requireFile(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(4), new byte[] {'P', 'K', 3, 4})) {
        return false;
      }
    } catch (IOException e) {
      throw new RobustaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return !TorchFile.recognizes(file);
  }

  private static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new RobustaException("%s is a folder, not a model's file".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new RobustaException("there is no file %s".formatted(file));
    }
  }
}
