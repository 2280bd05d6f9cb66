package robusta.plan;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
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
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compiles one layer of a graph to the steps that it means. */
final class LayerCompiler {
  private final PlanCompiler plan;
  private final String name;
  private final Map<String, INDArray> parameters;

  LayerCompiler(PlanCompiler plan, String name, org.deeplearning4j.nn.api.Layer layer) {
    this.plan = plan;
    this.name = name;
    this.parameters = layer.paramTable();
  }

  int compile(Layer layer, int input) {
    if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
      throw plan.unsupported(name, "layer with weight noise");
    }
    int dropped = dropsInput(layer) ? dropout(layer.getIDropout(), input) : input;
    if (layer.getClass() == ConvolutionLayer.class) {
      return convolution((ConvolutionLayer) layer, dropped);
    }
    if (layer instanceof DepthwiseConvolution2D depthwise) {
      return depthwise(depthwise, dropped);
    }
    if (layer instanceof SeparableConvolution2D separable) {
      return separable(separable, dropped);
    }
    if (layer instanceof BatchNormalization norm) {
      return batchNorm(norm, dropped);
    }
    if (layer instanceof ActivationLayer activation) {
      return activate(activation.getActivationFn(), dropped);
    }
    if (layer instanceof SubsamplingLayer pool) {
      return pool(pool, dropped);
    }
    if (layer instanceof GlobalPoolingLayer pool) {
      return globalPool(pool, dropped);
    }
    if (layer instanceof OutputLayer output) {
      return output(output, dropped);
    }
    if (layer instanceof DenseLayer dense) {
      if (dense.hasLayerNorm()) {
        throw plan.unsupported(name, "dense layer with layer norm");
      }
      int value = dense(plan.flatten(name, dropped), (int) dense.getNOut());
      return activate(dense.getActivationFn(), value);
    }
    if (layer instanceof ZeroPaddingLayer padding) {
      return pad(padding, dropped);
    }
    if (layer instanceof DropoutLayer) {
      return dropped;
    }
    throw plan.unsupported(name, layer.getClass().getSimpleName());
  }

  /** The layers that DL4J applies dropout to; on others a configured dropout does nothing. */
  private static boolean dropsInput(Layer layer) {
    return layer instanceof ConvolutionLayer
        || layer instanceof DenseLayer
        || layer instanceof OutputLayer
        || layer instanceof DropoutLayer;
  }

  private int dropout(IDropout dropout, int input) {
    if (dropout == null) {
      return input;
    }
    if (!(dropout instanceof Dropout plain) || plain.getPSchedule() != null) {
      throw plan.unsupported(name, "layer with " + dropout.getClass().getSimpleName());
    }
    return plan.add(new Step.Dropout(name, input, plan.value(plan.shape(input)), plain.getP()));
  }

  private int convolution(ConvolutionLayer layer, int input) {
    requireNchw(layer.getCnn2dDataFormat());
    Parameter weights = parameter("W", 0, 1, 2, 3);
    int value =
        conv(input, window(layer, plan.shape(input)), 1, (int) weights.shape()[0], weights, bias());
    return activate(layer.getActivationFn(), value);
  }

  /** DL4J keeps depthwise weights as height x width x in x multiplier. */
  private int depthwise(DepthwiseConvolution2D layer, int input) {
    requireNchw(layer.getCnn2dDataFormat());
    Parameter weights = parameter("W", 2, 3, -1, 0, 1);
    int groups = (int) weights.shape()[0];
    int channels = groups * (int) weights.shape()[1];
    int value = conv(input, window(layer, plan.shape(input)), groups, channels, weights, bias());
    return activate(layer.getActivationFn(), value);
  }

  /** DL4J keeps the depthwise half as multiplier x in x height x width. */
  private int separable(SeparableConvolution2D layer, int input) {
    requireNchw(layer.getCnn2dDataFormat());
    Parameter depthwise = parameter("W", 1, 0, -1, 2, 3);
    int groups = (int) depthwise.shape()[0];
    int middle = groups * (int) depthwise.shape()[1];
    int between = conv(input, window(layer, plan.shape(input)), groups, middle, depthwise, null);
    Parameter pointwise = parameter("pW", 0, 1, 2, 3);
    int[] one = {1, 1};
    int[] zero = {0, 0};
    int value =
        conv(
            between,
            new Window(one, one, one, zero, zero),
            1,
            (int) pointwise.shape()[0],
            pointwise,
            bias());
    return activate(layer.getActivationFn(), value);
  }

  private int conv(
      int input, Window window, int groups, int channels, Parameter weights, Parameter bias) {
    Shape shape = plan.shape(input);
    long[] dims = weights.shape();
    plan.require(name, "channels", groups * dims[dims.length - 3], shape.channels());
    Shape result = slid(window, channels, shape);
    return plan.add(new Step.Conv(name, input, plan.value(result), window, groups, weights, bias));
  }

  private Shape slid(Window window, int channels, Shape input) {
    Shape result =
        new Shape(channels, window.output(0, input.height()), window.output(1, input.width()));
    if (result.height() < 1 || result.width() < 1) {
      throw plan.tooSmall(name, input);
    }
    return result;
  }

  private int batchNorm(BatchNormalization layer, int input) {
    requireNchw(layer.getCnn2DFormat());
    plan.require(name, "channels", vector("mean").size(), plan.shape(input).channels());
    boolean fixed = layer.isLockGammaBeta();
    boolean logDeviation = layer.isUseLogStd();
    return plan.add(
        new Step.BatchNorm(
            name,
            input,
            plan.value(plan.shape(input)),
            fixed ? null : vector("gamma"),
            fixed ? null : vector("beta"),
            (float) layer.getGamma(),
            (float) layer.getBeta(),
            vector("mean"),
            vector(logDeviation ? "log10stdev" : "var"),
            logDeviation,
            (float) layer.getEps(),
            (float) layer.getDecay()));
  }

  private int pool(SubsamplingLayer layer, int input) {
    requireNchw(layer.getCnn2dDataFormat());
    Shape shape = plan.shape(input);
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode(),
            shape);
    Step.Pooling kind = pooling(layer.getPoolingType(), layer.isAvgPoolIncludePadInDivisor());
    Shape result = slid(window, shape.channels(), shape);
    return plan.add(new Step.Pool(name, input, plan.value(result), kind, window));
  }

  private int globalPool(GlobalPoolingLayer layer, int input) {
    if (!layer.isCollapseDimensions()) {
      throw plan.unsupported(name, "global pooling that keeps its dimensions");
    }
    Shape shape = plan.shape(input);
    int[] one = {1, 1};
    int[] zero = {0, 0};
    Window whole = new Window(new int[] {shape.height(), shape.width()}, one, one, zero, zero);
    Step.Pooling kind = pooling(layer.getPoolingType(), false);
    int output = plan.value(Shape.vector(shape.channels()));
    return plan.add(new Step.Pool(name, input, output, kind, whole));
  }

  private Step.Pooling pooling(PoolingType type, boolean countPadding) {
    return switch (type) {
      case MAX -> Step.Pooling.MAX;
      case AVG -> countPadding ? Step.Pooling.MEAN_WITH_PADDING : Step.Pooling.MEAN;
      default -> throw plan.unsupported(name, "pooling of type " + type);
    };
  }

  private int dense(int input, int size) {
    Parameter weights = parameter("W", 1, 0);
    plan.require(name, "inputs", weights.shape()[1], plan.shape(input).size());
    return plan.add(new Step.Dense(name, input, plan.value(Shape.vector(size)), weights, bias()));
  }

  private int output(OutputLayer layer, int input) {
    if (!(layer.getActivationFn() instanceof ActivationSoftmax)) {
      throw plan.unsupported(
          name, "output layer with activation " + layer.getActivationFn() + " instead of softmax");
    }
    int flat = plan.flatten(name, input);
    int logits = dense(flat, (int) layer.getNOut());
    plan.output(flat, logits);
    return logits;
  }

  private int pad(ZeroPaddingLayer layer, int input) {
    requireNchw(layer.getDataFormat());
    int[] padding = layer.getPadding();
    Shape shape = plan.shape(input);
    Shape result =
        new Shape(
            shape.channels(),
            shape.height() + padding[0] + padding[1],
            shape.width() + padding[2] + padding[3]);
    return plan.add(new Step.Pad(name, input, plan.value(result), padding[0], padding[2]));
  }

  private int activate(IActivation function, int input) {
    Activation activation;
    if (function instanceof ActivationIdentity) {
      return input;
    } else if (function instanceof ActivationReLU relu) {
      boolean capped = relu.getMax() != null && relu.getMax() != 0;
      boolean shifted = relu.getThreshold() != null && relu.getThreshold() != 0;
      if (capped || shifted) {
        throw plan.unsupported(name, "ReLU with a maximum or a threshold");
      }
      double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
      activation = new Activation(Activation.Kind.RELU, (float) slope);
    } else if (function instanceof ActivationLReLU leaky) {
      activation = new Activation(Activation.Kind.RELU, (float) leaky.getAlpha());
    } else if (function instanceof ActivationELU elu) {
      activation = new Activation(Activation.Kind.ELU, (float) elu.getAlpha());
    } else if (function instanceof ActivationTanH) {
      activation = new Activation(Activation.Kind.TANH, 0);
    } else if (function instanceof ActivationSigmoid) {
      activation = new Activation(Activation.Kind.SIGMOID, 0);
    } else {
      throw plan.unsupported(name, "layer with activation " + function);
    }
    return plan.add(new Step.Activate(name, input, plan.value(plan.shape(input)), activation));
  }

  private Window window(ConvolutionLayer layer, Shape input) {
    return window(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding(),
        layer.getConvolutionMode(),
        input);
  }

  private Window window(
      int[] kernel,
      int[] stride,
      int[] dilation,
      int[] padding,
      ConvolutionMode mode,
      Shape input) {
    int[] extent = {input.height(), input.width()};
    int[] before = padding.clone();
    int[] after = padding.clone();
    if (mode == ConvolutionMode.Same) {
      for (int axis = 0; axis < 2; axis++) {
        int reach = dilation[axis] * (kernel[axis] - 1) + 1;
        int outputs = (extent[axis] + stride[axis] - 1) / stride[axis];
        int total = Math.max(0, (outputs - 1) * stride[axis] + reach - extent[axis]);
        before[axis] = total / 2;
        after[axis] = total - before[axis];
      }
    } else if (mode == ConvolutionMode.Causal) {
      throw plan.unsupported(name, "causal convolution");
    }
    return new Window(kernel, stride, dilation, before, after);
  }

  private void requireNchw(CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw plan.unsupported(name, "layer in " + format + " order");
    }
  }

  private Parameter bias() {
    return parameters.containsKey("b") ? vector("b") : null;
  }

  private Parameter vector(String key) {
    INDArray array = parameters.get(key);
    return new Parameter(
        array.offset() - plan.parameterBase(), new long[] {array.length()}, new long[] {1});
  }

  /**
   * A parameter seen with its axes in another order; axis -1 is a new one of extent 1.
   *
   * @param axes for each logical axis the axis of DL4J's array
   */
  private Parameter parameter(String key, int... axes) {
    INDArray array = parameters.get(key);
    long[] shape = new long[axes.length];
    long[] strides = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      shape[i] = axes[i] < 0 ? 1 : array.size(axes[i]);
      strides[i] = axes[i] < 0 ? 1 : array.stride(axes[i]);
    }
    return new Parameter(array.offset() - plan.parameterBase(), shape, strides);
  }
}
