package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import robusta.plan.Step;

/** Convolutions in training: forward, back to the data, back to the weights. */
final class TrainConvolution {
  private final Tape tape;

  TrainConvolution(Tape tape) {
    this.tape = tape;
  }

  /** Adds a convolution. */
  void add(Step.Conv step) {
    boolean bias = step.bias() != null;
    int in = step.input();
    convolution_forward.primitive_desc pd =
        tape.primitives.conv(
            step,
            prop_kind.forward_training,
            tape.primitives.any(in),
            tape.primitives.any(step.output()),
            bias,
            tape.dnnl.plain);
    convolution_backward_data.primitive_desc toData = in == 0 ? null : toData(step, pd);
    Tensor master = tape.parameter(step.weights());
    Tensor weights = tape.forward.as(master, pd.weights_desc(), "weights " + step.layer());
    boolean shared = toData != null && toData.weights_desc().equals(weights.desc);
    if (shared && weights != master) {
      weights.keep();
    }
    Tensor input = tape.values[in].keep();
    Tensor output = new Tensor(pd.dst_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, tape.forward.as(input, pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_WEIGHTS, weights));
    arguments.add(arg(DNNL_ARG_DST, output));
    if (bias) {
      arguments.add(arg(DNNL_ARG_BIAS, tape.parameter(step.bias())));
    }
    tape.forward.add("conv " + step.layer(), new convolution_forward(pd), arguments);
    tape.values[step.output()] = output;
    tape.back(
        step,
        g -> {
          convToWeights(step, pd, input, g);
          if (toData != null) {
            Tensor w =
                shared
                    ? weights
                    : tape.backward.as(master, toData.weights_desc(), "weights " + step.layer());
            Tensor before = new Tensor(toData.diff_src_desc());
            tape.backward.add(
                "conv to data " + step.layer(),
                new convolution_backward_data(toData),
                arg(DNNL_ARG_DIFF_DST, tape.backward.as(g, toData.diff_dst_desc(), step.layer())),
                arg(DNNL_ARG_WEIGHTS, w),
                arg(DNNL_ARG_DIFF_SRC, before));
            tape.gradients.add(in, before);
          }
        });
  }

  private convolution_backward_data.primitive_desc toData(
      Step.Conv step, convolution_forward.primitive_desc hint) {
    Primitives.Geometry g = Primitives.Geometry.of(step.window());
    return tape.primitives.sound(
        step,
        new convolution_backward_data.primitive_desc(
            tape.dnnl.engine,
            algorithm.convolution_direct,
            tape.primitives.any(step.input()),
            tape.dnnl.any(step.weights().shape(), tape.primitives.type),
            tape.primitives.any(step.output()),
            g.stride(),
            g.dilation(),
            g.before(),
            g.after(),
            hint,
            tape.dnnl.plain,
            false));
  }

  private void convToWeights(
      Step.Conv step, convolution_forward.primitive_desc hint, Tensor input, Tensor gradient) {
    Primitives.Geometry g = Primitives.Geometry.of(step.window());
    memory.desc weights = tape.dnnl.any(step.weights().shape(), Native.F32);
    memory.desc bias =
        step.bias() == null ? tape.dnnl.nothing : tape.dnnl.plain(step.bias().shape(), Native.F32);
    convolution_backward_weights.primitive_desc pd =
        new convolution_backward_weights.primitive_desc(
            tape.dnnl.engine,
            algorithm.convolution_direct,
            tape.primitives.any(step.input()),
            weights,
            bias,
            tape.primitives.any(step.output()),
            g.stride(),
            g.dilation(),
            g.before(),
            g.after(),
            hint,
            tape.dnnl.plain,
            false);
    tape.primitives.sound(step, pd);
    Tensor into = tape.gradient(step.weights());
    Tensor result =
        pd.diff_weights_desc().equals(into.desc) ? into : new Tensor(pd.diff_weights_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, tape.backward.as(input, pd.src_desc(), step.layer())));
    arguments.add(
        arg(DNNL_ARG_DIFF_DST, tape.backward.as(gradient, pd.diff_dst_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_DIFF_WEIGHTS, result));
    if (step.bias() != null) {
      arguments.add(arg(DNNL_ARG_DIFF_BIAS, tape.gradient(step.bias())));
    }
    tape.backward.add(
        "conv to weights " + step.layer(), new convolution_backward_weights(pd), arguments);
    if (result != into) {
      tape.backward.copy(result, into, "weights " + step.layer());
    }
  }
}
