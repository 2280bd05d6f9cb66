package robusta.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import robusta.data.Normalizer;
import robusta.model.Model;

/**
 * A small network of layers that a seed draws: chains, branches and joins of every layer that the
 * plan compiler knows, ending in whatever vectors are left side by side, a few dense layers and the
 * output layer.
 */
final class RandomGraphs {
  private static final String IMAGE = "image";

  /** The output of a layer; a vector has height and width 0. */
  private record Value(String name, int channels, int height, int width, String relu) {
    boolean image() {
      return height > 0;
    }

    boolean sameShape(Value other) {
      return channels == other.channels && sameSize(other);
    }

    boolean sameSize(Value other) {
      return height == other.height && width == other.width;
    }
  }

  /** Stands for a ReLU that belongs to a layer with weights. */
  private static final String BUILT_IN = "built in";

  private final SplittableRandom random;
  private final boolean dropout;
  private final boolean oracle;
  private final List<Value> values = new ArrayList<>();
  private final List<Value> unread = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private ComputationGraphConfiguration.GraphBuilder graph;

  private RandomGraphs(long seed, boolean dropout, boolean oracle) {
    this.random = new SplittableRandom(seed);
    this.dropout = dropout;
    this.oracle = oracle;
  }

  /**
   * A network.
   *
   * @param model for Robusta's engine
   * @param twin the same in double, its output layer replaced by a dense one so that it ends in
   *     logits; shares nothing with the model
   * @param lastRelu the layer whose derivative fake_relu replaces; null where there is none
   * @param fakeReluKnown whether that can be said: not where it belongs to a layer with weights
   * @param story the layers in words
   */
  record Network(
      Model model, ComputationGraph twin, String lastRelu, boolean fakeReluKnown, String story) {}

  /** The network that a seed draws. */
  static Network draw(long seed, boolean dropout) {
    RandomGraphs own = new RandomGraphs(seed, dropout, false);
    Built built = own.build();
    Built other = new RandomGraphs(seed, dropout, true).build();
    ComputationGraph graph = new ComputationGraph(built.configuration);
    graph.init();
    randomize(graph, new SplittableRandom(seed + 1000));
    ComputationGraph twin = new ComputationGraph(other.configuration);
    twin.init();
    twin.setParams(graph.params().castTo(DataType.DOUBLE));
    boolean known = !BUILT_IN.equals(built.lastRelu);
    return new Network(
        new Model(
            "random" + seed,
            graph,
            built.normalizer,
            IntStream.range(0, built.classes).mapToObj(Integer::toString).toList(),
            built.image.channels,
            built.image.height,
            built.image.width),
        twin,
        known ? built.lastRelu : null,
        known,
        String.join("; ", own.story));
  }

  private record Built(
      ComputationGraphConfiguration configuration,
      Value image,
      int classes,
      Normalizer normalizer,
      String lastRelu) {}

  private Built build() {
    Value image =
        new Value(IMAGE, random.nextInt(1, 4), random.nextInt(5, 12), random.nextInt(5, 12), null);
    int classes = random.nextInt(2, 6);
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(oracle ? DataType.DOUBLE : DataType.FLOAT)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs(IMAGE)
            .setInputTypes(InputType.convolutional(image.height, image.width, image.channels));
    story.add("image %dx%dx%d".formatted(image.channels, image.height, image.width));
    values.add(image);
    unread.add(image);
    int layers = random.nextInt(4, 13);
    while (values.size() <= layers) {
      imageLayer();
    }
    Value last = head();
    String name = "out";
    Layer output =
        oracle
            ? new DenseLayer.Builder().nOut(classes).activation(Activation.IDENTITY).build()
            : new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dropOut(dropout ? 0.8 : 0)
                .build();
    graph.addLayer(name, output, last.name);
    float[] mean = new float[image.channels];
    float[] std = new float[image.channels];
    for (int c = 0; c < image.channels; c++) {
      mean[c] = (float) random.nextDouble(0.3, 0.6);
      std[c] = (float) random.nextDouble(0.3, 0.6);
    }
    return new Built(
        graph.setOutputs(name).build(), image, classes, new Normalizer(mean, std), last.relu);
  }

  /** Adds a layer; it has read its inputs and nobody has read it. */
  private Value add(Value made, Layer layer, Value input) {
    graph.addLayer(made.name, layer, input.name);
    return note(made, word(layer), input);
  }

  private static String word(Layer layer) {
    String type = layer.getClass().getSimpleName();
    IActivation function =
        layer instanceof BaseLayer base
            ? base.getActivationFn()
            : layer instanceof ActivationLayer activation ? activation.getActivationFn() : null;
    return function == null || function instanceof ActivationIdentity
        ? type
        : type + "+" + function;
  }

  private Value note(Value made, String what, Value... inputs) {
    unread.removeAll(List.of(inputs));
    values.add(made);
    unread.add(made);
    StringBuilder line = new StringBuilder(made.name + "=" + what + "(");
    for (Value input : inputs) {
      line.append(line.charAt(line.length() - 1) == '(' ? "" : ",").append(input.name);
    }
    story.add(line + ") %dx%dx%d".formatted(made.channels, made.height, made.width));
    return made;
  }

  private String fresh() {
    return "l" + values.size();
  }

  /** Mostly the latest, sometimes an earlier one: that makes branches. */
  private Value pick(List<Value> among) {
    return random.nextInt(10) < 7
        ? among.get(among.size() - 1)
        : among.get(random.nextInt(among.size()));
  }

  private void imageLayer() {
    List<Value> images = values.stream().filter(Value::image).toList();
    Value input = pick(images);
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> convolution(input);
      case 3 -> residual(input);
      case 4 -> depthwise(input);
      case 5 -> separable(input);
      case 6, 7 -> batchNorm(input);
      case 8 -> activation(input, anyFunction());
      case 9 -> activation(input, new ActivationReLU());
      case 10 -> pool(input);
      case 11 -> {
        if (random.nextBoolean()) {
          pad(input);
        } else {
          drop(input);
        }
      }
      case 12 -> sum(images, input);
      default -> merge(images, input);
    }
  }

  private IActivation anyFunction() {
    return switch (random.nextInt(6)) {
      case 0 -> new ActivationReLU();
      case 1 -> new ActivationLReLU(0.1);
      case 2 -> new ActivationELU(); // DL4J goes back as if alpha were always 1
      case 3 -> new ActivationTanH();
      case 4 -> new ActivationSigmoid();
      default -> new ActivationIdentity();
    };
  }

  private IActivation builtIn() {
    return random.nextInt(3) == 0 ? anyFunction() : new ActivationIdentity();
  }

  private static String relu(IActivation function) {
    return function instanceof ActivationReLU ? BUILT_IN : null;
  }

  /** A window that fits, with everything drawn; null where none was found. */
  private record Slide(
      int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same, int[] output) {
    ConvolutionMode mode() {
      return same ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }
  }

  private Slide slide(Value input, int maxKernel, boolean dilated) {
    while (true) {
      int[] extent = {input.height, input.width};
      int[] kernel = pair(1, maxKernel + 1);
      int[] stride = pair(1, 3);
      int[] dilation = dilated && random.nextInt(4) == 0 ? pair(1, 3) : new int[] {1, 1};
      boolean same = random.nextInt(3) == 0;
      int[] padding = new int[2];
      int[] output = new int[2];
      boolean fits = true;
      for (int axis = 0; axis < 2; axis++) {
        int reach = dilation[axis] * (kernel[axis] - 1) + 1;
        padding[axis] = same ? 0 : random.nextInt(kernel[axis] / 2 + 1);
        output[axis] =
            same
                ? (extent[axis] + stride[axis] - 1) / stride[axis]
                : (extent[axis] + 2 * padding[axis] - reach) / stride[axis] + 1;
        fits &= extent[axis] + 2 * padding[axis] >= reach && output[axis] > 0;
        // DL4J refuses windows larger than the image even where padding makes up for it.
        fits &= kernel[axis] <= extent[axis] && (!same || reach <= extent[axis]);
      }
      if (fits) {
        return new Slide(kernel, stride, padding, dilation, same, output);
      }
    }
  }

  private int[] pair(int from, int to) {
    int first = random.nextInt(from, to);
    return new int[] {first, random.nextInt(4) == 0 ? random.nextInt(from, to) : first};
  }

  private Value convolution(Value input) {
    Slide s = slide(input, 3, true);
    IActivation function = builtIn();
    int channels = random.nextInt(1, 9);
    ConvolutionLayer layer =
        new ConvolutionLayer.Builder(s.kernel)
            .stride(s.stride)
            .padding(s.padding)
            .dilation(s.dilation)
            .convolutionMode(s.mode())
            .hasBias(random.nextBoolean())
            .activation(function)
            .nOut(channels)
            .build();
    return add(
        new Value(fresh(), channels, s.output[0], s.output[1], relu(function)), layer, input);
  }

  /** Convolution, batch norm, addition of the input, ReLU: what fusion is for. */
  private void residual(Value input) {
    ConvolutionLayer layer =
        new ConvolutionLayer.Builder(1, 1)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .nOut(input.channels)
            .build();
    Value inside =
        add(new Value(fresh(), input.channels, input.height, input.width, null), layer, input);
    if (random.nextBoolean()) {
      inside = batchNorm(inside);
    }
    String name = fresh();
    boolean first = random.nextBoolean();
    graph.addVertex(
        name,
        new ElementWiseVertex(ElementWiseVertex.Op.Add),
        first ? inside.name : input.name,
        first ? input.name : inside.name);
    Value sum =
        note(
            new Value(name, input.channels, input.height, input.width, null),
            "Add",
            first ? inside : input,
            first ? input : inside);
    if (random.nextBoolean()) {
      activation(sum, random.nextInt(3) == 0 ? anyFunction() : new ActivationReLU());
    }
  }

  private void depthwise(Value input) {
    Slide s = slide(input, 3, true);
    IActivation function = builtIn();
    int multiplier = random.nextInt(1, 3);
    DepthwiseConvolution2D layer =
        new DepthwiseConvolution2D.Builder(s.kernel)
            .stride(s.stride)
            .padding(s.padding)
            .dilation(s.dilation)
            .convolutionMode(s.mode())
            .hasBias(random.nextBoolean())
            .activation(function)
            .depthMultiplier(multiplier)
            .nOut(input.channels * multiplier)
            .build();
    add(
        new Value(fresh(), input.channels * multiplier, s.output[0], s.output[1], relu(function)),
        layer,
        input);
  }

  private void separable(Value input) {
    if (input.channels == 1) {
      return; // DL4J computes something else there
    }
    Slide s = slide(input, 3, true);
    IActivation function = builtIn();
    int channels = random.nextInt(1, 7);
    SeparableConvolution2D layer =
        new SeparableConvolution2D.Builder(s.kernel)
            .stride(s.stride)
            .padding(s.padding)
            .dilation(s.dilation)
            .convolutionMode(s.mode())
            .hasBias(random.nextBoolean())
            .activation(function)
            .depthMultiplier(random.nextInt(1, 3))
            .nOut(channels)
            .build();
    add(new Value(fresh(), channels, s.output[0], s.output[1], relu(function)), layer, input);
  }

  private Value batchNorm(Value input) {
    BatchNormalization.Builder builder =
        new BatchNormalization.Builder()
            .eps(random.nextBoolean() ? 1e-5 : 1e-3)
            .decay(random.nextDouble(0.5, 0.95))
            .useLogStd(random.nextInt(4) == 0);
    if (random.nextInt(4) == 0) {
      builder.lockGammaBeta(true).gamma(random.nextDouble(0.5, 1.5)).beta(random.nextDouble());
    }
    return add(
        new Value(fresh(), input.channels, input.height, input.width, null),
        builder.build(),
        input);
  }

  private Value activation(Value input, IActivation function) {
    String name = fresh();
    String relu = input.relu;
    if (!(function instanceof ActivationIdentity)) {
      relu = function instanceof ActivationReLU ? name : null;
    }
    return add(
        new Value(name, input.channels, input.height, input.width, relu),
        new ActivationLayer(function),
        input);
  }

  private void pool(Value input) {
    Slide s = slide(input, 3, false);
    SubsamplingLayer layer =
        new SubsamplingLayer.Builder(
                random.nextBoolean()
                    ? SubsamplingLayer.PoolingType.MAX
                    : SubsamplingLayer.PoolingType.AVG)
            .kernelSize(s.kernel)
            .stride(s.stride)
            .padding(s.padding)
            .convolutionMode(s.mode())
            .avgPoolIncludePadInDivisor(random.nextBoolean())
            .build();
    add(new Value(fresh(), input.channels, s.output[0], s.output[1], input.relu), layer, input);
  }

  private void pad(Value input) {
    int[] p = {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)};
    add(
        new Value(
            fresh(), input.channels, input.height + p[0] + p[1], input.width + p[2] + p[3], null),
        new ZeroPaddingLayer.Builder(p).build(),
        input);
  }

  private void drop(Value input) {
    double keep = random.nextDouble(0.5, 0.95);
    add(
        new Value(fresh(), input.channels, input.height, input.width, input.relu),
        // DL4J goes back through dropout only in train mode, and there with masks of its own.
        oracle || !dropout ? new ActivationLayer(Activation.IDENTITY) : new DropoutLayer(keep),
        input);
  }

  private void sum(List<Value> among, Value input) {
    List<Value> alike = among.stream().filter(input::sameShape).toList();
    join(alike, input, new ElementWiseVertex(ElementWiseVertex.Op.Add), "Add");
  }

  private void merge(List<Value> among, Value input) {
    List<Value> alike = among.stream().filter(input::sameSize).toList();
    join(alike, input, new MergeVertex(), "Merge");
  }

  private void join(
      List<Value> alike,
      Value input,
      org.deeplearning4j.nn.conf.graph.GraphVertex vertex,
      String what) {
    List<Value> operands = new ArrayList<>(List.of(input));
    int count = random.nextInt(2, 4);
    for (int i = 1; i < count; i++) {
      Value other = alike.get(random.nextInt(alike.size()));
      if (!operands.contains(other)) {
        operands.add(other);
      }
    }
    if (operands.size() == 1) {
      return;
    }
    String name = fresh();
    graph.addVertex(name, vertex, operands.stream().map(Value::name).toArray(String[]::new));
    int channels =
        what.equals("Add") ? input.channels : operands.stream().mapToInt(Value::channels).sum();
    note(
        new Value(name, channels, input.height, input.width, null),
        what,
        operands.toArray(Value[]::new));
  }

  /** Turns whatever nobody has read into one vector, and draws layers on it. */
  private Value head() {
    List<Value> ends = List.copyOf(unread);
    List<Value> vectors = new ArrayList<>();
    for (Value end : ends) {
      vectors.add(vector(end));
    }
    Value last = vectors.get(0);
    if (vectors.size() > 1) {
      String name = fresh();
      graph.addVertex(
          name, new MergeVertex(), vectors.stream().map(Value::name).toArray(String[]::new));
      int length = vectors.stream().mapToInt(Value::channels).sum();
      last = note(new Value(name, length, 0, 0, null), "Merge", vectors.toArray(Value[]::new));
    }
    int layers = random.nextInt(4);
    for (int i = 0; i < layers; i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> last = dense(last);
        case 2 -> last = batchNorm(last);
        case 3 -> last = activation(last, new ActivationReLU());
        default -> {
          drop(last);
          last = values.get(values.size() - 1);
        }
      }
    }
    return last;
  }

  /** The image by global pooling, or by a dense layer that flattens it. */
  private Value vector(Value image) {
    if (random.nextInt(3) == 0) {
      return dense(image);
    }
    PoolingType type = random.nextInt(3) == 0 ? PoolingType.MAX : PoolingType.AVG;
    return add(
        new Value(fresh(), image.channels, 0, 0, image.relu), new GlobalPoolingLayer(type), image);
  }

  private Value dense(Value input) {
    IActivation function = builtIn();
    int length = random.nextInt(2, 9);
    return add(
        new Value(fresh(), length, 0, 0, relu(function)),
        new DenseLayer.Builder()
            .nOut(length)
            .hasBias(random.nextInt(4) > 0)
            .activation(function)
            .build(),
        input);
  }

  /** Gives biases, scales, shifts and running statistics values that a trained network may have. */
  private static void randomize(ComputationGraph graph, SplittableRandom random) {
    for (org.deeplearning4j.nn.api.Layer layer : graph.getLayers()) {
      layer
          .paramTable()
          .forEach(
              (key, array) -> {
                double scale =
                    switch (key) {
                      case "W", "pW" -> 1 / Math.sqrt(Math.max(1, fanIn(key, array)));
                      default -> 0.3;
                    };
                float[] drawn = new float[(int) array.length()];
                for (int i = 0; i < drawn.length; i++) {
                  double normal = random.nextGaussian();
                  drawn[i] =
                      (float)
                          switch (key) {
                            case "gamma" -> 1 + scale * normal;
                            case "var" -> 0.5 + random.nextDouble();
                            case "log10stdev" -> 0.1 * normal;
                            default -> scale * normal;
                          };
                }
                array.assign(Nd4j.create(drawn, array.shape(), array.ordering()));
              });
    }
  }

  private static double fanIn(String key, INDArray weights) {
    if (weights.rank() == 2) {
      return weights.size(0);
    }
    return key.equals("pW") ? weights.size(1) : weights.size(1) * weights.size(2);
  }
}
