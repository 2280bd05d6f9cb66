package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import robusta.plan.Activation;
import robusta.plan.Plan;
import robusta.plan.Shape;
import robusta.plan.Step;
import robusta.plan.Window;

/**
 * The operations that frozen and training programs have in common. Every value is a tensor of four
 * dimensions (batch, channels, height, width), vectors too.
 */
final class Primitives {
  final Native dnnl;
  final memory.data_type type;
  final int batch;
  private final Plan plan;

  Primitives(Native dnnl, Plan plan, memory.data_type type, int batch) {
    this.dnnl = dnnl;
    this.plan = plan;
    this.type = type;
    this.batch = batch;
  }

  long[] dims(int value) {
    Shape shape = plan.shapes().get(value);
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }

  memory.desc any(int value) {
    return dnnl.any(dims(value), type);
  }

  memory.desc plain(int value, memory.data_type dataType) {
    return dnnl.plain(dims(value), dataType);
  }

  /** A window's arguments in oneDNN's conventions (dilation 0 is a dense window). */
  record Geometry(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {
    static Geometry of(Window window) {
      return new Geometry(
          new long[] {window.kernel()[0], window.kernel()[1]},
          new long[] {window.stride()[0], window.stride()[1]},
          new long[] {window.dilation()[0] - 1L, window.dilation()[1] - 1L},
          new long[] {window.before()[0], window.before()[1]},
          new long[] {window.after()[0], window.after()[1]});
    }
  }

  convolution_forward.primitive_desc conv(
      Step.Conv step,
      prop_kind kind,
      memory.desc source,
      memory.desc result,
      boolean bias,
      primitive_attr attributes) {
    Geometry g = Geometry.of(step.window());
    memory.desc weights = dnnl.any(step.weights().shape(), type);
    long[] channels = {plan.shapes().get(step.output()).channels()};
    return sound(
        step,
        new convolution_forward.primitive_desc(
            dnnl.engine,
            kind,
            algorithm.convolution_direct,
            source,
            weights,
            bias ? dnnl.plain(channels, Native.F32) : dnnl.nothing,
            result,
            g.stride,
            g.dilation,
            g.before,
            g.after,
            attributes,
            false));
  }

  /**
   * Whether the gradient of a convolution with respect to its input can be computed as a
   * convolution of its own: with stride 1, the kernel turned by half a turn, and inputs and outputs
   * exchanged. oneDNN's forward kernels keep the layout of the forward pass and add other gradients
   * on the way, which its backward ones don't.
   */
  static boolean turnable(Step.Conv step) {
    Window w = step.window();
    for (int axis = 0; axis < 2; axis++) {
      int reach = w.dilation()[axis] * (w.kernel()[axis] - 1);
      if (w.stride()[axis] != 1 || w.before()[axis] > reach || w.after()[axis] > reach) {
        return false;
      }
    }
    return step.weights().shape().length == 4;
  }

  /**
   * Passes over oneDNN's AMX kernels for a convolution that they compute wrongly: 3.8.1 reads
   * beyond the image where the result is one column wide and the horizontal stride is larger than
   * 1.
   */
  <P extends primitive_desc> P sound(Step.Conv step, P pd) {
    boolean affected =
        plan.shapes().get(step.output()).width() == 1 && step.window().stride()[1] > 1;
    while (affected && pd.impl_info_str().getString().contains("amx")) {
      if (!pd.next_impl()) {
        throw new IllegalStateException("oneDNN has no other kernel for layer " + step.layer());
      }
    }
    return pd;
  }

  /** The convolution that computes the input gradient of a {@link #turnable} one. */
  convolution_forward.primitive_desc turned(
      Step.Conv step, memory.desc result, primitive_attr attributes) {
    Window w = step.window();
    long[] before = new long[2];
    long[] after = new long[2];
    for (int axis = 0; axis < 2; axis++) {
      int reach = w.dilation()[axis] * (w.kernel()[axis] - 1);
      before[axis] = reach - w.before()[axis];
      after[axis] = reach - w.after()[axis];
    }
    Geometry g = Geometry.of(w);
    return new convolution_forward.primitive_desc(
        dnnl.engine,
        prop_kind.forward_inference,
        algorithm.convolution_direct,
        any(step.output()),
        dnnl.any(turnedShape(step), type),
        result,
        g.stride,
        g.dilation,
        before,
        after,
        attributes,
        false);
  }

  /** In x out x height x width. */
  static long[] turnedShape(Step.Conv step) {
    long[] shape = step.weights().shape();
    return new long[] {shape[1], shape[0], shape[2], shape[3]};
  }

  void append(post_ops ops, Activation activation) {
    ops.append_eltwise(forward(activation), activation.alpha(), 0);
  }

  primitive_attr attributes(post_ops ops) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(ops);
    return attributes;
  }

  private static algorithm forward(Activation activation) {
    return switch (activation.kind()) {
      case RELU -> algorithm.eltwise_relu;
      case ELU -> algorithm.eltwise_elu;
      case TANH -> algorithm.eltwise_tanh;
      case SIGMOID -> algorithm.eltwise_logistic;
    };
  }

  private static algorithm fromResult(Activation activation) {
    return switch (activation.kind()) {
      case RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
      case ELU -> algorithm.eltwise_elu_use_dst_for_bwd;
      case TANH -> algorithm.eltwise_tanh_use_dst_for_bwd;
      case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
    };
  }

  Tensor activate(Program program, Activation activation, Tensor input, String name) {
    Tensor output = new Tensor(input.desc);
    var pd =
        new eltwise_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training,
            forward(activation),
            input.desc,
            output.desc,
            activation.alpha(),
            dnnl.plain,
            false);
    program.add(
        "activation " + name,
        new eltwise_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_DST, output));
    return output;
  }

  /** The gradient before an activation, from the gradient after it and its result. */
  Tensor activateBackward(
      Program program, Activation activation, Tensor gradient, Tensor result, String name) {
    Tensor g = program.as(gradient, result.desc, name);
    Tensor before = new Tensor(result.desc);
    var hint =
        new eltwise_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training,
            fromResult(activation),
            result.desc,
            result.desc,
            activation.alpha(),
            dnnl.plain,
            false);
    var pd =
        new eltwise_backward.primitive_desc(
            dnnl.engine,
            fromResult(activation),
            result.desc,
            result.desc,
            result.desc,
            activation.alpha(),
            hint,
            dnnl.plain,
            false);
    program.add(
        "activation backward " + name,
        new eltwise_backward(pd),
        arg(DNNL_ARG_DST, result),
        arg(DNNL_ARG_DIFF_DST, g),
        arg(DNNL_ARG_DIFF_SRC, before));
    return before;
  }

  /** The sum of tensors and then an activation (or none), in the layout of the first. */
  Tensor add(Program program, List<Tensor> inputs, Activation activation, String name) {
    memory.desc desc = inputs.get(0).desc;
    post_ops ops = new post_ops();
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC_0, inputs.get(0)));
    arguments.add(arg(DNNL_ARG_SRC_1, program.as(inputs.get(1), desc, name)));
    for (int i = 2; i < inputs.size(); i++) {
      ops.append_binary(algorithm.binary_add, desc);
      arguments.add(arg(Program.postOp(i - 2), program.as(inputs.get(i), desc, name)));
    }
    if (activation != null) {
      append(ops, activation);
    }
    Tensor output = new Tensor(desc);
    arguments.add(arg(DNNL_ARG_DST, output));
    var pd =
        new binary.primitive_desc(
            dnnl.engine, algorithm.binary_add, desc, desc, desc, attributes(ops), false);
    program.add("add " + name, new binary(pd), arguments);
    return output;
  }

  /** An elementwise product with a tensor of the same or of broadcast dimensions. */
  Tensor multiply(Program program, Tensor input, Tensor factor, String name) {
    return combine(program, algorithm.binary_mul, input, factor, name);
  }

  /** An elementwise operation with a tensor of the same or of broadcast dimensions. */
  Tensor combine(Program program, algorithm operation, Tensor input, Tensor operand, String name) {
    Tensor output = new Tensor(input.desc);
    var pd =
        new binary.primitive_desc(
            dnnl.engine, operation, input.desc, operand.desc, output.desc, dnnl.plain, false);
    program.add(
        "combine " + name,
        new binary(pd),
        arg(DNNL_ARG_SRC_0, input),
        arg(DNNL_ARG_SRC_1, operand),
        arg(DNNL_ARG_DST, output));
    return output;
  }

  /** A pooling that has run, with what its gradient needs. */
  record Pooled(
      Step.Pool step,
      pooling_forward.primitive_desc pd,
      Tensor input,
      Tensor output,
      Tensor work) {}

  Pooled pool(Program program, Step.Pool step, Tensor input) {
    Geometry g = Geometry.of(step.window());
    // A vector that is pooled into has one row and one column, as oneDNN wants it.
    var pd =
        new pooling_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training,
            algorithm(step),
            input.desc,
            any(step.output()),
            g.stride,
            g.kernel,
            g.dilation,
            g.before,
            g.after,
            dnnl.plain,
            false);
    Tensor output = new Tensor(pd.dst_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, input));
    arguments.add(arg(DNNL_ARG_DST, output));
    Tensor work = null;
    if (step.kind() == Step.Pooling.MAX) {
      work = new Tensor(pd.workspace_desc()).keep();
      arguments.add(arg(DNNL_ARG_WORKSPACE, work));
    }
    program.add("pool " + step.layer(), new pooling_forward(pd), arguments);
    return new Pooled(step, pd, input, output, work);
  }

  Tensor poolBackward(Program program, Pooled pooled, Tensor gradient) {
    Step.Pool step = pooled.step;
    Geometry g = Geometry.of(step.window());
    Tensor from = program.as(gradient, pooled.output.desc, step.layer());
    Tensor before = new Tensor(pooled.input.desc);
    var pd =
        new pooling_backward.primitive_desc(
            dnnl.engine,
            algorithm(step),
            before.desc,
            from.desc,
            g.stride,
            g.kernel,
            g.dilation,
            g.before,
            g.after,
            pooled.pd,
            dnnl.plain,
            false);
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_DIFF_DST, from));
    arguments.add(arg(DNNL_ARG_DIFF_SRC, before));
    if (pooled.work != null) {
      arguments.add(arg(DNNL_ARG_WORKSPACE, pooled.work));
    }
    program.add("pool backward " + step.layer(), new pooling_backward(pd), arguments);
    return before;
  }

  private static algorithm algorithm(Step.Pool step) {
    return switch (step.kind()) {
      case MAX -> algorithm.pooling_max;
      case MEAN -> algorithm.pooling_avg_exclude_padding;
      case MEAN_WITH_PADDING -> algorithm.pooling_avg_include_padding;
    };
  }

  /** An image read as a vector. */
  Tensor flatten(Program program, Step.Flatten step, Tensor input) {
    Tensor ordered = program.as(input, plain(step.input(), type), step.layer());
    return ordered.view(plain(step.output(), type));
  }

  Tensor flattenBackward(Program program, Step.Flatten step, Tensor gradient) {
    Tensor ordered = program.as(gradient, plain(step.output(), type), step.layer());
    return ordered.view(plain(step.input(), type));
  }

  /** Values side by side along the channels. */
  Tensor concat(Program program, Step.Concat step, List<Tensor> inputs) {
    Tensor whole = new Tensor(plain(step.output(), type));
    for (int i = 0; i < inputs.size(); i++) {
      program.copy(inputs.get(i), part(whole, step, i), step.layer());
    }
    return whole;
  }

  /** The gradient of one of the values side by side. */
  Tensor concatBackward(Program program, Step.Concat step, int index, Tensor gradient) {
    Tensor whole = program.as(gradient, plain(step.output(), type), step.layer());
    Tensor part = new Tensor(plain(step.inputs().get(index), type));
    program.copy(part(whole, step, index), part, step.layer());
    return part;
  }

  private Tensor part(Tensor whole, Step.Concat step, int index) {
    long channel = 0;
    for (int i = 0; i < index; i++) {
      channel += plan.shapes().get(step.inputs().get(i)).channels();
    }
    return whole.view(
        whole.desc.submemory_desc(
            dims(step.inputs().get(index)), new long[] {0, channel, 0, 0}, false));
  }

  /**
   * Zeros around an image.
   *
   * @param whole memory of its own, zeroed once, of which only the inside is ever written
   */
  Tensor pad(Program program, Step.Pad step, Tensor input, Tensor whole) {
    program.copy(input, inside(whole, step), step.layer());
    return whole;
  }

  Tensor padBackward(Program program, Step.Pad step, Tensor gradient) {
    Tensor whole = program.as(gradient, plain(step.output(), type), step.layer());
    Tensor inside = new Tensor(plain(step.input(), type));
    program.copy(inside(whole, step), inside, step.layer());
    return inside;
  }

  private Tensor inside(Tensor whole, Step.Pad step) {
    return whole.view(
        whole.desc.submemory_desc(
            dims(step.input()), new long[] {0, 0, step.top(), step.left()}, false));
  }
}
