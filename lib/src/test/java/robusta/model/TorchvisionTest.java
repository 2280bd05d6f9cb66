package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Files of our weights, read by torchvision's own networks, give there what DL4J gives here; and
 * torchvision's checkpoints give here what they give there. Needs a Python with torch and
 * torchvision (Debian: python3-torch, python3-torchvision).
 */
class TorchvisionTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int CLASSES = 9;

  @TempDir Path folder;

  @BeforeEach
  void needsTorchvision() throws Exception {
    boolean there =
        Files.isExecutable(Path.of(PYTHON))
            && new ProcessBuilder(PYTHON, "-c", "import torch, torchvision")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    Assumptions.assumeTrue(there, "needs " + PYTHON + " with torch and torchvision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50"})
  void aResNetComputesTheSameThere(String name) throws Exception {
    check(name, 72, 2e-4f);
  }

  @Test
  @Tag("slow")
  void vgg16WithBatchNormComputesTheSameThere() throws Exception {
    check("vgg16_bn", 224, 2e-4f);
  }

  @Test
  @Tag("slow")
  void vgg16ComputesTheSameThere() throws Exception {
    check("vgg16", 224, 2e-4f);
  }

  /** At 64 pixels, the script looks for images where no ReLU hangs on rounding. */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "resnet50, 64, 1e-4",
    "resnet50, 224, 0.03",
    "wide_resnet50_2, 64, 1e-4",
    "wide_resnet50_2, 224, 0.03",
    "vgg16_bn, 224, 0.03"
  })
  void checkpointsOfTorchvisionComputeTheSameHere(String name, int size, double gradientError)
      throws Exception {
    python("torchvision_checkpoint.py", name, "" + CLASSES, "" + size, folder.toString());
    Model model = Checkpoints.reader(folder.resolve("net.pt")).size(size).read();
    assertEquals(name, model.architecture().name());
    try (Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"))) {
      Computed.of(model, expected.floats("x"))
          .assertLike(
              expected.floats("logits"),
              expected.floats("representation"),
              new int[] {0},
              expected.floats("gradient"),
              gradientError);
    }
  }

  private void check(String name, int size, float tolerance) throws Exception {
    List<String> classes = IntStream.range(0, CLASSES).mapToObj(i -> "c" + i).toList();
    Model model = Model.create(name).images(3, size, size).classes(classes).seed(3).build();
    randomizeStatistics(model);
    Path weights = folder.resolve("weights.safetensors");
    Checkpoints.save(model, weights);
    SplittableRandom random = new SplittableRandom(5);
    float[] pixels = new float[3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    Path images = folder.resolve("images.safetensors");
    long[] shape = {1, 3, size, size};
    new SafetensorsWriter(Map.of()).add("x", TensorType.F32, shape, () -> pixels).write(images);

    float[] theirs = torchLogits(name, weights, images);

    INDArray input = Nd4j.create(pixels, shape, 'c');
    String last = model.graph().getConfiguration().getNetworkOutputs().get(0);
    String before = model.graph().getConfiguration().getVertexInputs().get(last).get(0);
    INDArray representation = model.graph().feedForward(input, false).get(before);
    INDArray ours =
        representation
            .mmul(model.graph().getLayer(last).getParam("W"))
            .addRowVector(model.graph().getLayer(last).getParam("b"));
    float[] logits = ours.dup('c').data().asFloat();
    float largest = Math.max(1, Math.abs(ours.amaxNumber().floatValue()));
    assertArrayEquals(theirs, logits, tolerance * largest, Arrays.toString(logits));
    assertTrue(ours.stdNumber().doubleValue() > 1e-3, "the logits differ: " + ours);
  }

  /** Fresh batch norms do nothing; these do. */
  private static void randomizeStatistics(Model model) {
    SplittableRandom random = new SplittableRandom(7);
    Weights.of(model.graph())
        .forEach(
            (name, tensor) -> {
              if (tensor.shape().length == 1) {
                float[] values = tensor.read();
                for (int i = 0; i < values.length; i++) {
                  values[i] += (float) random.nextDouble(-0.3, 0.3);
                }
                tensor.write(values);
              }
            });
  }

  private float[] torchLogits(String name, Path weights, Path images)
      throws IOException, InterruptedException {
    Path output =
        python("torchvision_logits.py", name, "" + CLASSES, weights.toString(), images.toString());
    return new ObjectMapper().readValue(output.toFile(), float[].class);
  }

  /** Runs one of our scripts; the file of what it printed. */
  private Path python(String resource, String... arguments)
      throws IOException, InterruptedException {
    Path script = folder.resolve(resource);
    Files.write(
        script,
        TorchvisionTest.class.getResourceAsStream(script.getFileName().toString()).readAllBytes());
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
    command.addAll(List.of(arguments));
    Process python =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = python.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      python.destroyForcibly();
    }
    assertTrue(ended, "Python is still running");
    assertEquals(0, python.exitValue(), Files.readString(errors));
    return output;
  }
}
