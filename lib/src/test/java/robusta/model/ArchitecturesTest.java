package robusta.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.model.Architecture.Form;
import robusta.run.RobustaException;

class ArchitecturesTest {

  /**
   * Trainable parameters that PyTorch counts: torchvision 0.14's models at 1000 classes; for the
   * CIFAR form the networks of kuangliu/pytorch-cifar and torch_peer.py at 10. DL4J also counts the
   * running statistics, which are subtracted here.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet18, TORCHVISION, 1000, 11689512",
    "resnet50, TORCHVISION, 1000, 25557032",
    "resnet34, CIFAR, 10, 21282122",
    "vgg16_bn, CIFAR, 10, 14728266",
  })
  void haveAsManyParametersAsInPyTorch(String name, Form form, int classes, long expected) {
    int size = form == Form.CIFAR ? 32 : 64;
    ComputationGraph graph = Architectures.named(name, form).build(3, size, size, classes, 1);
    long running =
        Weights.of(graph).entrySet().stream()
            .filter(e -> e.getKey().contains(".running_"))
            .mapToLong(e -> e.getValue().array().length())
            .sum();
    assertEquals(expected, graph.numParams() - running);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet8, 32, 3, 64",
    "resnet10, 33, 3, 512",
    "resnet18, 64, 3, 512",
    "'bottleneck-resnet[1,1]', 65, 3, 512",
    "smallcnn, 28, 1, 128",
    "vgg16, 35, 3, 512",
    "vgg16_bn, 32, 1, 512",
  })
  void runOnImagesOfTheirSize(String name, int size, int channels, int representation) {
    Architecture architecture = Architectures.named(name, size, size);
    ComputationGraph graph = architecture.build(channels, size, size, 7, 1);
    INDArray output = graph.outputSingle(Nd4j.rand(2, channels, size, size));
    assertEquals(List.of(2L, 7L), List.of(output.size(0), output.size(1)));
    assertTrue(output.sub(1.0 / 7).amaxNumber().doubleValue() < 0.5, output.toString());
    assertEquals(name, architecture.name());
    String last = graph.getConfiguration().getNetworkOutputs().get(0);
    assertEquals(representation, graph.getLayer(last).getParam("W").size(0));
  }

  @Test
  void initializationFollowsTheSeedAndHasTheDocumentedScale() {
    Architecture architecture = Architectures.named("smallcnn", 28, 28).withWidth(32);
    INDArray one = architecture.build(1, 28, 28, 10, 1).params();
    assertEquals(one, architecture.build(1, 28, 28, 10, 1).params());
    assertNotEquals(one, architecture.build(1, 28, 28, 10, 2).params());
    ComputationGraph graph = architecture.build(1, 28, 28, 10, 1);
    INDArray weights = graph.getLayer("conv5").getParam("W");
    assertEquals(Math.sqrt(2.0 / (9 * 256)), weights.stdNumber().doubleValue(), 1e-4);
    assertEquals(0, weights.meanNumber().doubleValue(), 1e-4);
    INDArray linear = graph.getLayer("linear").getParam("W");
    assertEquals(1 / 16.0, linear.amaxNumber().doubleValue(), 1e-3);
    assertEquals(1, graph.getLayer("bn5").getParam("var").meanNumber().doubleValue());
    assertEquals(1, graph.getLayer("bn5").getParam("gamma").meanNumber().doubleValue());
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    RobustaException e =
        assertThrows(RobustaException.class, () -> Architectures.named("resnet-18", 32, 32));
    assertEquals(
        "unknown architecture 'resnet-18'; did you mean 'resnet18'? Known are resnet8, resnet10,"
            + " resnet18, resnet34, resnet50, wide_resnet50_2, vgg11, vgg11_bn, vgg13, vgg13_bn,"
            + " vgg16, vgg16_bn, vgg19, vgg19_bn, smallcnn",
        e.getMessage());
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThrows(RobustaException.class, () -> Architectures.named("resnet[0,1]", Form.CIFAR));
    assertThrows(RobustaException.class, () -> new SmallCnn(0));
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> Architectures.named("vgg16", 28, 28).build(1, 28, 28, 10, 1));
    assertEquals(
        "images of 28x28 pixels are too small for vgg16, which needs at least 32x32",
        e.getMessage());
  }

  @Test
  void theFormFollowsTheImageSizeUnlessItIsSaid() {
    ModelBuilder builder =
        Model.create("resnet[1]").images(3, 64, 64).width(2).classes(List.of("a", "b"));
    assertEquals(Form.TORCHVISION, builder.build().architecture().form());
    assertEquals(Form.CIFAR, builder.form(Form.CIFAR).build().architecture().form());
  }
}
