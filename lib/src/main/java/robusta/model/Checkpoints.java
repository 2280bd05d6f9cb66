package robusta.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import robusta.data.Normalizer;
import robusta.run.RobustaException;

/** Models in files. */
public final class Checkpoints {
  static final String MEAN = "normalizer.mean";
  static final String STD = "normalizer.std";

  private Checkpoints() {}

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
      ComputationGraph graph = architecture.build(channels, height, width, classes.size(), 0);
      Set<String> read = fill(graph, tensors, file);
      Normalizer normalizer = Normalizer.identity(channels);
      if (tensors.names().contains(MEAN) && tensors.names().contains(STD)) {
        normalizer = new Normalizer(tensors.floats(MEAN), tensors.floats(STD));
        read.addAll(List.of(MEAN, STD));
      }
      requireNothingLeft(file, tensors, read);
      return new Model(name, graph, normalizer, classes, channels, height, width);
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
}
