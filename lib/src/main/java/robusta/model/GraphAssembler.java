package robusta.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Puts a graph together layer by layer. Each method names the layer, reads the layer {@code input}
 * and returns the new layer's name.
 */
final class GraphAssembler {
  static final String INPUT = "input";

  private final ComputationGraphConfiguration.GraphBuilder graph;

  GraphAssembler(int channels, int height, int width) {
    graph =
        new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(InputType.convolutional(height, width, channels));
  }

  /** A square convolution; it keeps the resolution at stride 1 and odd kernels. */
  String convolution(String name, String input, int out, int kernel, int stride, boolean bias) {
    int padding = kernel / 2;
    graph.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .nOut(out)
            .hasBias(bias)
            .build(),
        input);
    return name;
  }

  String batchNorm(String name, String input) {
    graph.addLayer(
        name,
        new BatchNormalization.Builder().eps(1e-5).decay(0.9).useLogStd(false).build(),
        input);
    return name;
  }

  String relu(String name, String input) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
    return name;
  }

  String add(String name, String first, String second) {
    graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), first, second);
    return name;
  }

  String maxPool(String name, String input, int kernel, int stride, int padding) {
    graph.addLayer(
        name,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .build(),
        input);
    return name;
  }

  String globalAveragePool(String name, String input) {
    graph.addLayer(name, new GlobalPoolingLayer(PoolingType.AVG), input);
    return name;
  }

  String dense(String name, String input, int out) {
    graph.addLayer(name, new DenseLayer.Builder().nOut(out).build(), input);
    return name;
  }

  String dropout(String name, String input, double probability) {
    graph.addLayer(name, new DropoutLayer(1 - probability), input);
    return name;
  }

  /** Ends the network in a dense layer with softmax. */
  ComputationGraphConfiguration output(String name, String input, int classes) {
    graph.addLayer(
        name,
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nOut(classes)
            .build(),
        input);
    return graph.setOutputs(name).build();
  }
}
