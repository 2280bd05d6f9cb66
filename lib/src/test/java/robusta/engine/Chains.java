package robusta.engine;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import robusta.data.Normalizer;
import robusta.model.Model;

/** Small networks of given layers, one after another. */
final class Chains {
  static final int CLASSES = 3;
  static final String OUTPUT = "output";

  private Chains() {}

  /** The layers are called layer0, layer1 ...; an output layer follows. */
  static Model model(int channels, int height, int width, Layer... layers) {
    return model(channels, height, width, 0, layers);
  }

  /** A network whose output layer's input goes through dropout; 0 for none. */
  static Model model(int channels, int height, int width, double keep, Layer... layers) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(height, width, channels));
    String last = "image";
    for (int i = 0; i < layers.length; i++) {
      builder.addLayer("layer" + i, layers[i], last);
      last = "layer" + i;
    }
    builder.addLayer(
        OUTPUT,
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .dropOut(keep)
            .build(),
        last);
    return of(builder.setOutputs(OUTPUT).build(), channels, height, width);
  }

  static Model of(
      ComputationGraphConfiguration configuration, int channels, int height, int width) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return new Model(
        "chain",
        graph,
        Normalizer.identity(channels),
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        channels,
        height,
        width);
  }

  /** Convolutions, batch norm and dropout on 2 x 6 x 6. */
  static Model usual(double keep) {
    return model(
        2,
        6,
        6,
        keep,
        convolution(4, 3),
        new BatchNormalization.Builder().decay(0.9).useLogStd(false).build(),
        convolution(5, 3, Activation.RELU));
  }

  static ConvolutionLayer convolution(int out, int kernel) {
    return convolution(out, kernel, Activation.IDENTITY);
  }

  static ConvolutionLayer convolution(int out, int kernel, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .padding(kernel / 2, kernel / 2)
        .nOut(out)
        .activation(activation)
        .build();
  }

  /** Gives every parameter a value, running variances a positive one. */
  static void randomize(Model model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    var parameters = model.graph().params();
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, 0.3 + 0.2 * random.nextDouble() * (i % 3 == 0 ? -1 : 1));
    }
  }
}
