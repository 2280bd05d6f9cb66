package robusta.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import robusta.data.Normalizer;
import robusta.model.Model;
import robusta.run.RobustaException;

class PlanCompilerTest {
  private static final String REST =
      " which Robusta cannot run; replace it by a supported layer (convolution, batch norm,"
          + " ReLU/leaky ReLU/ELU/tanh/sigmoid, pooling, dense, add, merge, zero padding, dropout)";

  private static ComputationGraphConfiguration.GraphBuilder begin() {
    return new NeuralNetConfiguration.Builder()
        .activation(Activation.IDENTITY)
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(8, 8, 2));
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ConvolutionLayer convolution(int out) {
    return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(out).build();
  }

  private static Model model(ComputationGraphConfiguration.GraphBuilder builder, int channels) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return new Model(
        "net", graph, Normalizer.identity(channels), List.of("a", "b", "c"), channels, 8, 8);
  }

  private static Model with(Layer layer) {
    return model(
        begin().addLayer("odd", layer, "image").addLayer("out", output(), "odd").setOutputs("out"),
        2);
  }

  private static Model with(GraphVertex vertex) {
    return model(
        begin()
            .addLayer("conv", convolution(2), "image")
            .addVertex("odd", vertex, "conv", "image")
            .addLayer("out", output(), "odd")
            .setOutputs("out"),
        2);
  }

  private static String refusal(Model model) {
    return assertThrows(RobustaException.class, () -> PlanCompiler.compile(model)).getMessage();
  }

  private static void assertNamed(String what, Model model) {
    assertEquals("layer 'odd' of model 'net' is a " + what + "," + REST, refusal(model));
  }

  @Test
  void unsupportedLayersAreNamed() {
    assertNamed("LocalResponseNormalization", with(new LocalResponseNormalization()));
    assertNamed("Upsampling2D", with(new Upsampling2D.Builder(2).build()));
    assertNamed("layer with activation swish", with(new ActivationLayer(new ActivationSwish())));
    assertNamed(
        "ReLU with a maximum or a threshold",
        with(new ActivationLayer(new ActivationReLU(6.0, 0.0, 0.0))));
    assertNamed("pooling of type SUM", with(new GlobalPoolingLayer(PoolingType.SUM)));
    assertNamed(
        "pooling of type PNORM",
        with(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM)
                .kernelSize(2, 2)
                .pnorm(2)
                .build()));
    assertTrue(
        refusal(with(new ActivationLayer(new ActivationReLU6()))).startsWith("layer 'odd' of"));
  }

  @Test
  void recurrentNetworksAreNamed() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.recurrent(2))
                .addLayer("odd", new LSTM.Builder().nOut(4).build(), "image")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "odd")
                .setOutputs("out")
                .build());
    graph.init();
    assertNamed(
        "LSTM", new Model("net", graph, Normalizer.identity(2), List.of("a", "b", "c"), 2, 8, 8));
  }

  @Test
  void unsupportedVerticesAreNamed() {
    assertNamed(
        "ElementWiseVertex Product", with(new ElementWiseVertex(ElementWiseVertex.Op.Product)));
    assertNamed(
        "ScaleVertex",
        model(
            begin()
                .addVertex("odd", new ScaleVertex(2), "image")
                .addLayer("out", output(), "odd")
                .setOutputs("out"),
            2));
  }

  @Test
  void aGraphWithoutADenseOutputLayerIsRefused() {
    Model headless = model(begin().addLayer("conv", convolution(3), "image").setOutputs("conv"), 2);
    assertEquals(
        "model 'net' does not end in a dense output layer; replace its last layer by DL4J's"
            + " OutputLayer",
        refusal(headless));
  }

  @Test
  void imagesThatTheGraphIsNotForAreRefused() {
    ComputationGraphConfiguration.GraphBuilder builder =
        begin()
            .addLayer("conv", convolution(3), "image")
            .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
            .addLayer("out", output(), "norm")
            .setOutputs("out");
    assertEquals(
        "layer 'conv' of model 'net' is for 2 channels, but 1 come in; build the graph for images"
            + " of 1x8x8",
        refusal(model(builder, 1)));
    Model fits = model(builder, 2);
    Model larger = new Model("net", fits.graph(), fits.normalizer(), fits.classes(), 2, 9, 8);
    assertEquals(
        "layer 'out' of model 'net' is for 192 inputs, but 216 come in; build the graph for images"
            + " of 2x9x8",
        refusal(larger));
  }

  @Test
  void imagesSmallerThanAWindowAreRefused() {
    ComputationGraphConfiguration.GraphBuilder builder =
        begin()
            .addLayer(
                "conv", new ConvolutionLayer.Builder(5, 5).stride(3, 3).nOut(3).build(), "image")
            .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "conv")
            .addLayer("out", output(), "pool")
            .setOutputs("out");
    Model fits = model(builder, 2);
    assertEquals(6, PlanCompiler.compile(fits).shapes().size() + 2);
    Model smaller = new Model("net", fits.graph(), fits.normalizer(), fits.classes(), 2, 8, 4);
    assertEquals(
        "the window of layer 'conv' of model 'net' is larger than the 2x8x4 that it slides over;"
            + " use larger images",
        refusal(smaller));
  }

  /** A value that several layers read, added to itself, and joined with itself. */
  @Test
  void sharedValuesHaveOneNumber() {
    Model shared =
        model(
            begin()
                .addLayer("relu", new ActivationLayer(Activation.RELU), "image")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "image")
                .addVertex("both", new MergeVertex(), "sum", "relu")
                .addLayer("out", output(), "both")
                .setOutputs("out"),
            2);
    Plan plan = PlanCompiler.compile(shared);
    assertEquals(2, plan.consumers(plan.layer("relu")).size());
    assertEquals(4, plan.shapes().get(plan.layer("both")).channels());
    assertEquals(plan.layer("out"), plan.logits());
    assertEquals(4 * 8 * 8, plan.shapes().get(plan.representation()).size());
    assertNull(plan.producer(0));
    assertNull(plan.lastRelu());
  }

  @Test
  void theLastReluIsFoundBehindPooling() {
    Model net =
        model(
            begin()
                .addLayer("conv", convolution(3), "image")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "conv")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "relu")
                .addLayer("out", output(), "pool")
                .setOutputs("out"),
            2);
    assertEquals("relu", PlanCompiler.compile(net).lastRelu().layer());
  }
}
