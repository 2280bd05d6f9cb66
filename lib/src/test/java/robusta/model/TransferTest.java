package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.data.DataSource;
import robusta.data.Fashion;
import robusta.data.Normalizer;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.onednn.OneDnnEngine;
import robusta.run.RobustaException;

/** Models that start from what another one has learnt. */
class TransferTest {
  private static final int SIDE = 32;
  private static final List<String> OTHERS = List.of("rose", "tulip", "daisy");

  @TempDir Path folder;

  private static Model model(String architecture) {
    return Model.create(architecture)
        .images(3, SIDE, SIDE)
        .classes(List.of("a", "b"))
        .normalizer(new Normalizer(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.3f, 0.4f}))
        .width(4)
        .seed(3)
        .name("base")
        .build();
  }

  private static float[] value(Model model, Tap tap) {
    SplittableRandom random = new SplittableRandom(1);
    float[] images = new float[2 * model.channels() * model.height() * model.width()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(tap), Precision.F32)) {
      session.forward(images, 2);
      float[] values = new float[2 * session.size(tap)];
      session.value(tap, values);
      return values;
    }
  }

  private static float[] head(ComputationGraph graph) {
    INDArray parameters =
        graph.getLayer(graph.getConfiguration().getNetworkOutputs().get(0)).params();
    return parameters.dup().data().asFloat();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet[1,1]", "vgg11_bn", "smallcnn"})
  void aNewHeadStandsOnTheSameBody(String architecture) {
    Model base = model(architecture);
    float[] before = base.graph().params().data().asFloat();
    Model flowers = Model.from(base).classes(OTHERS).name("flowers").seed(9).build();
    assertEquals("flowers", flowers.name());
    assertEquals(OTHERS, flowers.classes());
    assertEquals(base.architecture(), flowers.architecture());
    assertEquals("base " + base.hash(), flowers.start());
    assertArrayEquals(base.normalizer().mean(), flowers.normalizer().mean());
    assertArrayEquals(value(base, Tap.REPRESENTATION), value(flowers, Tap.REPRESENTATION));
    assertEquals(2 * 3, value(flowers, Tap.LOGITS).length);
    assertArrayEquals(head(base.architecture().build(3, SIDE, SIDE, 3, 9)), head(flowers.graph()));
    assertFalse(
        Arrays.equals(
            head(flowers.graph()),
            head(Model.from(base).classes(OTHERS).name("x").seed(8).build().graph())));
    flowers.graph().params().addi(1);
    assertArrayEquals(before, base.graph().params().data().asFloat());
  }

  @Test
  void theSameClassesKeepTheHead() {
    Model base = model("resnet[1]");
    Model further = Model.from(base).name("further").build();
    assertArrayEquals(value(base, Tap.LOGITS), value(further, Tap.LOGITS));
    further.graph().params().addi(1);
    assertEquals("base " + base.hash(), further.start());
    assertFalse(base.hash().equals(further.hash()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGraphFromElsewhereGetsANewHeadToo(boolean bias) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(4, 4, 1))
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder().nOut(6).activation(Activation.RELU).build(),
                    "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder()
                        .nOut(2)
                        .hasBias(bias)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "hidden")
                .setOutputs("out")
                .build());
    graph.init();
    Model base = new Model("own", graph, Normalizer.identity(1), List.of("a", "b"), 1, 4, 4);
    Model other = Model.from(base).classes(OTHERS).name("other").build();
    assertArrayEquals(value(base, Tap.REPRESENTATION), value(other, Tap.REPRESENTATION));
    assertEquals(2 * 3, value(other, Tap.LOGITS).length);
    float[] head = head(other.graph());
    assertEquals(bias ? 6 * 3 + 3 : 6 * 3, head.length);
    for (float weight : head) {
      assertTrue(weight != 0 && Math.abs(weight) < 1 / Math.sqrt(6), Arrays.toString(head));
    }
  }

  @Test
  void dataGiveClassesAndName() {
    DataSource fashion = Fashion.embedded();
    Model base = Model.create("smallcnn").images(1, 28, 28).classes(OTHERS).name("base").build();
    Model other = Model.from(base).data(fashion).build();
    assertEquals("base-" + fashion.name(), other.name());
    assertEquals(fashion.classes(), other.classes());
  }

  @Test
  void filesAreAStartToo() {
    Path file = folder.resolve("base.safetensors");
    Model base = model("resnet[1]");
    assertEquals("", base.start());
    Checkpoints.save(base, file);
    assertEquals("base.safetensors", Checkpoints.load(file).start());
    Path zip = folder.resolve("base.zip");
    Checkpoints.save(base, zip);
    assertEquals("base.zip", Checkpoints.reader(zip).name("other").read().start());
    assertEquals("base.zip", Checkpoints.load(zip).copy().withName("x").start());
  }

  @Test
  void mistakesAreAnsweredInASentence() {
    Model base = model("resnet[1]");
    assertMessage("needs a name of its own, or data", Model.from(base).classes(OTHERS));
    assertMessage(
        "the images of 'fashion' are 1x28x28, but 'base' has learnt from 3x32x32",
        Model.from(base).data(Fashion.embedded()));
    assertMessage("at least two classes", Model.from(base).name("x").classes(List.of("one")));
  }

  private static void assertMessage(String part, TransferBuilder mistake) {
    String message = assertThrows(RobustaException.class, mistake::build).getMessage();
    assertTrue(message.contains(part), message);
  }
}
