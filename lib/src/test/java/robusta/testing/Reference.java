package robusta.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import robusta.data.Images;
import robusta.model.Architecture.Form;
import robusta.model.Architectures;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.model.Safetensors;

/**
 * Results of MadryLab's {@code robustness} library: weights, inputs and what the library computed
 * from them. The tiny network on synthetic pictures is among the test resources; the larger one on
 * CIFAR-10 lies in the folder {@code shared} beside the repository, and tests that ask for it are
 * skipped where that folder is missing.
 */
public final class Reference {
  private final Path folder;
  private final String weights;
  private final int width;

  private Reference(Path folder, String weights, int width) {
    this.folder = folder;
    this.weights = weights;
    this.width = width;
  }

  /** A ResNet-10 of width 8 on six synthetic pictures of 3x32x32. */
  public static Reference portable() {
    try {
      Path folder = Path.of(Reference.class.getResource("/reference/portable").toURI());
      return new Reference(folder, "resnet10-tiny.safetensors", 8);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A ResNet-10 of width 32 on six CIFAR-10 images; skips the test where it is missing. */
  public static Reference robustness() {
    return new Reference(shared("reference/robustness"), "resnet10-cifar.safetensors", 32);
  }

  /**
   * A file or folder of the folder {@code shared} that lies beside the repository, or that the
   * environment variable ROBUSTA_SHARED names; skips the test where it is missing.
   */
  public static Path shared(String name) {
    String variable = System.getenv("ROBUSTA_SHARED");
    Path found = variable == null ? null : Path.of(variable).resolve(name);
    for (Path up = Path.of("").toAbsolutePath(); found == null && up != null; up = up.getParent()) {
      Path candidate = up.resolve("shared").resolve(name);
      if (Files.exists(candidate)) {
        found = candidate;
      }
    }
    boolean there = found != null && Files.exists(found);
    Assumptions.assumeTrue(
        there, "needs shared/" + name + " beside the repository (or ROBUSTA_SHARED)");
    return found;
  }

  /** The network with its weights. */
  public Model model() {
    List<String> classes = IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();
    return Checkpoints.load(
        folder.resolve(weights),
        Architectures.named("resnet10", Form.CIFAR).withWidth(width),
        "reference",
        classes,
        3,
        32,
        32);
  }

  /** The file of that name. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The numbers in {@code NAME.npy}, row by row. */
  public float[] array(String name) {
    return Npy.read(file(name + ".npy")).floats();
  }

  /** The pictures in {@code NAME.npy}. */
  public Images images(String name) {
    Npy array = Npy.read(file(name + ".npy"));
    int[] shape = array.shape();
    return new Images(array.floats(), shape[0], shape[1], shape[2], shape[3]);
  }

  /** The labels of {@code x}. */
  public int[] labels() {
    return Npy.read(file("y.npy")).ints();
  }

  /** The names of the attacks whose results are here. */
  public List<String> attacks() {
    List<String> names = new ArrayList<>();
    index().get("attacks").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The exact arguments of an attack. */
  public JsonNode attack(String name) {
    return index().get("attacks").get(name);
  }

  /** An open safetensors file, such as {@code "train_mode"}; the caller closes it. */
  public Safetensors tensors(String name) {
    return Safetensors.open(file(name + ".safetensors"));
  }

  private JsonNode index() {
    try {
      return new ObjectMapper().readTree(file("index.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
