package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.data.DataSource;
import robusta.data.Fashion;
import robusta.data.RestrictedImageNet;
import robusta.model.Architecture.Form;
import robusta.run.RobustaException;
import robusta.testing.Reference;

/** Networks from elsewhere: what is recognised in them, and what options change. */
class CheckpointReaderTest {
  private static final float[] IMAGENET_MEAN = {.485f, .456f, .406f};

  private static final String TORCH = "torch/TorchFuzzTestInputs/aFileGivesAModelOrASentence/";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"resnet10-cifar.pt", "resnet10-cifar-legacy.pt"})
  void filesOfMadryLabsLibraryComputeWhatTheyComputedThere(String name) {
    Reference reference = Reference.robustness();
    Model model = Checkpoints.load(reference.file(name));
    assertEquals(reference.model().hash(), model.hash());
    assertEquals(name.replace(".pt", ""), model.name());
    assertEquals(
        new ResNet(List.of(1, 1, 1, 1), ResNet.Block.BASIC, Form.CIFAR, 32), model.architecture());
    assertEquals("class 9", model.classes().get(9));
    Computed.of(model, reference.array("x"))
        .assertLike(
            reference.array("logits"),
            reference.array("representation"),
            reference.labels(),
            reference.array("ce_input_grad"),
            1e-4);
  }

  static Stream<Arguments> everyArchitecture() {
    Stream<String> general =
        Stream.of("resnet[1,2]", "bottleneck-resnet[3,4,23,3]", "wide-bottleneck-resnet[1,1]");
    return Stream.concat(Architectures.names().stream(), general)
        .flatMap(name -> Stream.of(Form.values()).map(form -> Arguments.of(name, form)));
  }

  @ParameterizedTest
  @MethodSource("everyArchitecture")
  void everyArchitectureIsRecognizedByItsShapes(String name, Form form) {
    Architecture architecture = Architectures.named(name, form).withWidth(2);
    boolean small = architecture.form() == Form.CIFAR;
    int side = architecture instanceof Vgg && !small ? 64 : small ? 32 : 224;
    ComputationGraph graph = Initialization.zero(architecture.configure(1, side, side, 5));
    assertEquals(
        new Recognition(architecture, 1, side, 5), Recognition.of(new Shapes(graph)).get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"madry.pt", "madry-legacy.pt", "mixed.pt", "mixed-legacy.pt", "strided.pt"})
  void theSameNetworkIsReadHoweverItWasSaved(String name) {
    Model model = Checkpoints.load(torch(name));
    assertEquals("resnet[1,1]", model.architecture().name());
    assertEquals(2, model.architecture().width());
    assertEquals(List.of(3, 32, 32), List.of(model.channels(), model.height(), model.width()));
    assertEquals(List.of("class 0", "class 1", "class 2"), model.classes());
    assertEquals(Checkpoints.load(torch("madry.pt")).graph().params(), model.graph().params());
    float mean = name.startsWith("madry") ? 0.5f : 0;
    assertEquals(mean, model.normalizer().mean()[0]);
  }

  @Test
  void optionsComeBeforeWhatIsRecognized() {
    List<String> classes = List.of("a", "b", "c");
    Model model =
        Checkpoints.reader(torch("madry.pt"))
            .architecture("resnet[1,1]")
            .classes(classes)
            .name("mine")
            .size(48)
            .read();
    assertEquals("mine", model.name());
    assertEquals(classes, model.classes());
    assertEquals(48, model.height());
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    Path file = torch("madry.pt");
    assertMessage(
        "the network in " + file + " tells 3 classes apart, but there are 2 names for them",
        () -> Checkpoints.reader(file).classes(List.of("a", "b")).read());
    DataSource fashion = Fashion.embedded();
    assertMessage("there are 10 names", () -> Checkpoints.reader(file).data(fashion).read());
    assertMessage(
        "no tensor 'layer1.1.conv1.weight'",
        () -> Checkpoints.reader(file).architecture("resnet18").read());
    assertMessage("width", () -> Checkpoints.reader(file).width(0).read());
    assertMessage(
        "tensor 'module.model.conv1.weight' in " + file + " has shape 2x3x3x3",
        () -> Checkpoints.reader(file).width(3).read());
  }

  @Test
  void tensorsOfNoKnownNetworkAreNamed() {
    Path file = folder.resolve("other.safetensors");
    new SafetensorsWriter(Map.of())
        .add("embedding.weight", TensorType.F32, new long[] {2}, () -> new float[2])
        .write(file);
    assertMessage(
        file + " holds no network that Robusta recognizes by its tensors ('embedding.weight')",
        () -> Checkpoints.load(file));
    assertMessage(
        "does not tell the size of its images",
        () -> Checkpoints.reader(file).architecture("resnet18").read());
    assertMessage(
        "does not tell its classes",
        () -> Checkpoints.reader(file).architecture("resnet18").size(32).read());
  }

  @Test
  void namesAndNormalizersComeOnlyWithEvidence() {
    Model nine = Checkpoints.load(bare("nine", "resnet[1]", 9, "module.model."));
    assertEquals("class 0", nine.classes().get(0));
    assertArrayEquals(new float[3], nine.normalizer().mean());
    Model thousand = Checkpoints.load(bare("thousand", "resnet[1]", 1000, ""));
    assertArrayEquals(IMAGENET_MEAN, thousand.normalizer().mean());
    Path restricted = bare("restricted", "resnet[1]", 9, "module.model.", "module.normalizer.new_");
    Model ofLibrary = Checkpoints.load(restricted);
    assertEquals(RestrictedImageNet.classes(), ofLibrary.classes());
    assertEquals("dog", ofLibrary.classes().get(0));
    assertEquals(224, ofLibrary.height());
  }

  /** A new network's weights as they lie in a file without a description. */
  private Path bare(String name, String architecture, int classes, String prefix, String... norm) {
    ComputationGraph graph =
        Architectures.named(architecture, Form.TORCHVISION)
            .withWidth(2)
            .build(3, 224, 224, classes, 1);
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    Weights.of(graph)
        .forEach(
            (tensor, values) ->
                writer.add(prefix + tensor, TensorType.F32, values.shape(), values::read));
    for (String place : norm) {
      float[] half = {.5f, .5f, .5f};
      writer.add(place + "mean", TensorType.F32, new long[] {3, 1, 1}, () -> half);
      writer.add(place + "std", TensorType.F32, new long[] {3, 1, 1}, () -> half);
    }
    Path file = folder.resolve(name + ".safetensors");
    writer.write(file);
    return file;
  }

  @Test
  void aZipOfDl4jKeepsItsGraph() {
    Path file = folder.resolve("m.zip");
    Model model = Checkpoints.load(torch("madry.pt"));
    Checkpoints.save(model, file);
    Model renamed = Checkpoints.reader(file).name("x").classes(List.of("a", "b", "c")).read();
    assertEquals("x", renamed.name());
    assertEquals("b", renamed.classes().get(1));
    assertMessage(
        "leave out architecture", () -> Checkpoints.reader(file).architecture("resnet18").read());
  }

  private static Path torch(String name) {
    try {
      return Path.of(CheckpointReaderTest.class.getResource(TORCH + name).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertMessage(String part, Executable action) {
    RobustaException e = assertThrows(RobustaException.class, action);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** The tensors of a graph with their PyTorch names. */
  private record Shapes(Map<String, Weights.Tensor> tensors) implements Tensors {
    Shapes(ComputationGraph graph) {
      this(new LinkedHashMap<>(Weights.of(graph)));
    }

    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public long[] shape(String name) {
      return tensors.get(name).shape();
    }

    @Override
    public float[] floats(String name) {
      throw new AssertionError("names and shapes are enough");
    }

    @Override
    public long stored() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
