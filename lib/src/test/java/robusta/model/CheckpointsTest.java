package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import robusta.data.Normalizer;
import robusta.model.Architecture.Form;
import robusta.run.RobustaException;
import robusta.testing.Reference;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointsTest {
  private static final List<String> CLASSES = List.of("cat", "a \"dog\"", "\u00e9l\u00e9phant");

  @TempDir Path folder;
  private Model model;

  @BeforeAll
  void build() {
    model =
        Model.create("resnet[1,1]")
            .images(1, 9, 8)
            .classes(CLASSES)
            .normalizer(new Normalizer(new float[] {0.3f}, new float[] {0.7f}))
            .width(3)
            .seed(4)
            .name("mine")
            .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.zip", "m.safetensors"})
  void aSavedModelComesBackWhole(String name) {
    Path file = folder.resolve(name);
    Checkpoints.save(model, file);
    Model loaded = Checkpoints.load(file);
    assertEquals(model.graph().params(), loaded.graph().params());
    assertEquals(model.hash(), loaded.hash());
    assertEquals("mine", loaded.name());
    assertEquals(CLASSES, loaded.classes());
    assertArrayEquals(model.normalizer().std(), loaded.normalizer().std());
    assertEquals(model.architecture(), loaded.architecture());
    assertEquals(List.of(1, 9, 8), List.of(loaded.channels(), loaded.height(), loaded.width()));
    assertEquals(model.layers().print(), loaded.layers().print());
  }

  @Test
  void halfPrecisionIsSmallerAndCloseEnough() throws IOException {
    Model larger = Model.create("smallcnn").images(1, 28, 28).classes(CLASSES).seed(1).build();
    Path full = folder.resolve("full.safetensors");
    Path half = folder.resolve("half.safetensors");
    Checkpoints.save(larger, full);
    Checkpoints.saveHalf(larger, half);
    assertTrue(Files.size(half) < 0.55 * Files.size(full));
    float[] expected = larger.graph().params().data().asFloat();
    float[] actual = Checkpoints.load(half).graph().params().data().asFloat();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], Math.abs(expected[i]) * 0x1p-11 + 0x1p-25);
    }
  }

  @Test
  void dl4jReadsTheZip() throws IOException {
    Path file = folder.resolve("dl4j.zip");
    Checkpoints.save(model, file);
    ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile());
    assertEquals(model.graph().params(), graph.params());
    assertEquals(model.graph().getConfiguration(), graph.getConfiguration());
  }

  @Test
  void aZipOfDl4jAloneIsExplained() throws IOException {
    Path file = folder.resolve("plain.zip");
    ModelSerializer.writeModel(model.graph(), file.toFile(), false);
    assertMessage("without Robusta's description", () -> Checkpoints.load(file));
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    for (String name : List.of("same.zip", "same.safetensors")) {
      Path file = folder.resolve(name);
      Checkpoints.save(model, file);
      byte[] first = Files.readAllBytes(file);
      Checkpoints.save(model, file);
      assertArrayEquals(first, Files.readAllBytes(file));
    }
  }

  @Test
  void anyGraphGoesIntoAZipButOnlyKnownLayersIntoSafetensors() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .addLayer(
                    "deep",
                    new DepthwiseConvolution2D.Builder().kernelSize(3, 3).nOut(2).build(),
                    "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "deep")
                .setOutputs("out")
                .build());
    graph.init();
    Model imported = new Model("own", graph, Normalizer.identity(1), CLASSES, 1, 8, 8);
    Path file = folder.resolve("own.zip");
    Checkpoints.save(imported, file);
    assertEquals(imported.hash(), Checkpoints.load(file).hash());
    assertMessage(
        "layer 'deep' is a DepthwiseConvolution2D",
        () -> Checkpoints.save(imported, folder.resolve("own.safetensors")));
    assertMessage("not as 'own.pt'", () -> Checkpoints.save(imported, folder.resolve("own.pt")));
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    Path file = Reference.portable().file("resnet10-tiny.safetensors");
    List<String> ten = Reference.portable().model().classes();
    assertMessage(
        "tensor 'conv1.weight' in " + file + " has shape 8x3x3x3, but the network needs 4x3x3x3",
        () -> load(file, "resnet10", 4, ten));
    assertMessage("no tensor 'layer1.1.conv1.weight'", () -> load(file, "resnet[2,1,1,1]", 8, ten));
    assertMessage("'linear.weight'", () -> load(file, "resnet10", 8, CLASSES));
    assertMessage("but resnet50 of width 512 has", () -> load(file, "resnet50", 512, ten));
  }

  @Test
  void tensorsThatNoLayerTakesAreRefused() {
    Path tiny = Reference.portable().file("resnet10-tiny.safetensors");
    Path file = folder.resolve("more.safetensors");
    try (Safetensors tensors = Safetensors.open(tiny)) {
      SafetensorsWriter writer = new SafetensorsWriter(Map.of());
      for (String name : tensors.names()) {
        if (!name.endsWith(".num_batches_tracked")) {
          writer.add(name, TensorType.F32, tensors.shape(name), () -> tensors.floats(name));
        }
      }
      writer.add("extra.bias", TensorType.F32, new long[] {1}, () -> new float[1]);
      writer.write(file);
    }
    assertMessage(
        file + " has tensors that the network lacks: 'extra.bias'",
        () -> load(file, "resnet10", 8, Reference.portable().model().classes()));
  }

  private static Model load(Path file, String architecture, int width, List<String> classes) {
    Architecture chosen = Architectures.named(architecture, Form.CIFAR).withWidth(width);
    return Checkpoints.load(file, chosen, "m", classes, 3, 32, 32);
  }

  @Test
  void filesThatAreNoModelsAreRefused() throws IOException {
    assertMessage("there is no file", () -> Checkpoints.load(folder.resolve("none.zip")));
    assertMessage("is a folder", () -> Checkpoints.load(folder));
    Path text = folder.resolve("text.zip");
    Files.writeString(text, "This is only some text, longer than eight bytes.");
    assertMessage("not a safetensors file", () -> Checkpoints.load(text));
    Path zip = folder.resolve("other.zip");
    writeZip(zip, Map.of("a.txt", "hello"));
    assertMessage("has no entry configuration.json", () -> Checkpoints.load(zip));
    writeZip(
        zip,
        Map.of(
            "configuration.json",
            "[".repeat(100_000),
            "coefficients.bin",
            "x",
            "robusta.json",
            "{}"));
    assertMessage("", () -> Checkpoints.load(zip));
  }

  private static void writeZip(Path file, Map<String, String> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"short.zip", "short.safetensors"})
  void aTruncatedFileIsRefusedWhereverItEnds(String name) throws IOException {
    Path file = folder.resolve(name);
    Checkpoints.save(model, file);
    byte[] whole = Files.readAllBytes(file);
    List<Integer> lengths = new ArrayList<>(List.of(0, 1, 7, 8, 9, whole.length - 1));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      lengths.add(random.nextInt(whole.length));
    }
    for (int length : lengths) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertMessage(file.toString(), () -> Checkpoints.load(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bent.zip", "bent.safetensors"})
  void aDamagedFileIsRefusedOrStillAModel(String name) throws IOException {
    Path file = folder.resolve(name);
    Checkpoints.save(model, file);
    byte[] whole = Files.readAllBytes(file);
    int header = name.endsWith(".zip") ? whole.length : 3000;
    SplittableRandom random = new SplittableRandom(2);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bent = whole.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        int at = i % 4 == 0 ? random.nextInt(64) : random.nextInt(header);
        bent[at] = (byte) (i % 2 == 0 ? random.nextInt(256) : bent[at] ^ (1 << random.nextInt(8)));
      }
      Files.write(file, bent);
      try {
        assertNotEquals(null, Checkpoints.load(file).graph());
      } catch (RobustaException e) {
        refused++;
      }
    }
    assertTrue(refused > 200, refused + " of 400 were refused");
  }

  private static void assertMessage(String part, Executable action) {
    RobustaException e = assertThrows(RobustaException.class, action);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
