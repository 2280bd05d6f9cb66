package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import robusta.plan.Plan;
import robusta.plan.Step;
import robusta.run.Cancellation;

/** A frozen network compiled for one batch size: forward, and gradients from sets of values. */
final class FrozenProgram implements AutoCloseable {

  /** Which gradients go in, and how the last ReLU passes them. */
  record Backward(Set<Integer> from, boolean fakeRelu) {}

  private record BackwardProgram(Program program, boolean reachesInput) {}

  private final Native dnnl;
  private final Plan plan;
  private final List<Fused> steps;
  private final FrozenWeights weights;
  private final Primitives primitives;
  private final Tensor[] values;
  private final Map<Fused, Primitives.Pooled> pooled = new HashMap<>();
  private final Map<Fused, convolution_forward.primitive_desc> convolutions = new HashMap<>();
  private final Map<Fused, inner_product_forward.primitive_desc> products = new HashMap<>();
  private final Program forward;
  private final Map<Integer, Program> readers = new HashMap<>();
  private final Map<Integer, Tensor> read = new HashMap<>();
  private final Map<Integer, Tensor> injected = new HashMap<>();
  private final Map<Backward, BackwardProgram> backwards = new HashMap<>();
  private final Tensor inputGradient;
  private final Lifetime natives = new Lifetime();

  FrozenProgram(
      Native dnnl,
      Plan plan,
      List<Fused> steps,
      Set<Integer> wanted,
      FrozenWeights weights,
      memory.data_type type,
      int batch) {
    this.dnnl = dnnl;
    this.plan = plan;
    this.steps = steps;
    this.weights = weights;
    this.primitives = new Primitives(dnnl, plan, type, batch);
    this.values = new Tensor[plan.shapes().size()];
    inputGradient = natives.own(() -> host(0));
    forward = new Program(dnnl);
    try {
      natives.own(() -> compile(wanted));
    } catch (Arena.NotEnoughMemory e) {
      close();
      throw e;
    }
  }

  private void compile(Set<Integer> wanted) {
    values[0] = host(0);
    for (Fused step : steps) {
      Tensor result = forward(step);
      values[step.output()] = result;
      if (step.activation() != null || wanted.contains(step.output())) {
        result.keep();
      }
    }
    forward.build(0);
  }

  /** The normalised images, to be filled before {@link #forward}: float32, row-major. */
  FloatPointer input() {
    return (FloatPointer) values[0].data();
  }

  /** The gradient that {@link #backward} leaves, with respect to the normalised images. */
  FloatPointer inputGradient() {
    return (FloatPointer) inputGradient.data();
  }

  void forward(Cancellation cancellation) {
    dnnl.arena.own(null);
    forward.run(cancellation);
    dnnl.arena.own(this);
  }

  /** Computes the values again where another session has used their memory since. */
  private void restore(Cancellation cancellation) {
    if (!dnnl.arena.owned(this)) {
      forward(cancellation);
    }
  }

  /**
   * A value in float32, row-major, after {@link #forward}.
   *
   * @throws Arena.NotEnoughMemory if it has to be compiled and does not fit
   */
  FloatPointer value(int value, Cancellation cancellation) {
    Program reader = readers.computeIfAbsent(value, v -> natives.own(() -> reader(v)));
    restore(cancellation);
    reader.run(cancellation);
    return (FloatPointer) read.get(value).data();
  }

  private Program reader(int value) {
    Program reader = new Program(dnnl);
    read.put(value, host(value));
    reader.copy(values[value], read.get(value), "read");
    return reader.build(forward.end());
  }

  /** Where the gradient with respect to a value goes before {@link #backward}. */
  FloatPointer gradient(int value) {
    return (FloatPointer) injected.computeIfAbsent(value, v -> natives.own(() -> host(v))).data();
  }

  /**
   * Computes the input gradient; false where the image has no part in those values.
   *
   * @throws Arena.NotEnoughMemory if it has to be compiled and does not fit
   */
  boolean backward(Backward key, Cancellation cancellation) {
    BackwardProgram backward = backwards.computeIfAbsent(key, k -> natives.own(() -> backward(k)));
    if (backward.reachesInput) {
      restore(cancellation);
      backward.program.run(cancellation);
    }
    return backward.reachesInput;
  }

  private Tensor host(int value) {
    return host(primitives.plain(value, Native.F32));
  }

  /** A tensor with memory of its own, zero at first. */
  private Tensor host(memory.desc desc) {
    Tensor tensor = new Tensor(desc);
    FloatPointer data = new FloatPointer((tensor.bytes() + 3) / 4);
    Pointer.memset(data, 0, tensor.bytes());
    return tensor.bind(data);
  }

  private Tensor forward(Fused fused) {
    Step head = fused.head();
    if (head instanceof Step.Conv conv) {
      return conv(fused, conv);
    }
    if (head instanceof Step.Dense dense) {
      return dense(fused, dense);
    }
    List<Tensor> inputs = head.inputs().stream().map(input -> typed(input, head)).toList();
    if (head instanceof Step.Add add) {
      return primitives.add(forward, inputs, fused.activation(), add.layer());
    }
    Tensor input = inputs.get(0);
    if (head instanceof Step.BatchNorm norm) {
      return normalize(norm, input);
    } else if (head instanceof Step.Activate activate) {
      return primitives.activate(forward, activate.function(), input, activate.layer());
    } else if (head instanceof Step.Pool pool) {
      Primitives.Pooled result = primitives.pool(forward, pool, input);
      pooled.put(fused, result);
      return result.output();
    } else if (head instanceof Step.Concat concat) {
      return primitives.concat(forward, concat, inputs);
    } else if (head instanceof Step.Pad pad) {
      return primitives.pad(
          forward, pad, input, host(primitives.plain(pad.output(), primitives.type)));
    } else if (head instanceof Step.Flatten flatten) {
      return primitives.flatten(forward, flatten, input);
    } else {
      return input; // dropout
    }
  }

  /** A value in the program's number format. */
  private Tensor typed(int value, Step reader) {
    Tensor tensor = values[value];
    return value == 0
        ? forward.as(tensor, primitives.plain(0, primitives.type), reader.layer())
        : tensor;
  }

  private Tensor conv(Fused fused, Step.Conv step) {
    memory.desc source = primitives.any(step.input());
    memory.desc result = primitives.any(step.output());
    boolean residual = fused.residual() >= 0;
    post_ops ops = new post_ops();
    Tensor added = null;
    if (residual) {
      // The layout that the convolution likes decides the residual's.
      result =
          primitives
              .conv(step, prop_kind.forward_inference, source, result, true, dnnl.plain)
              .dst_desc();
      added = forward.as(typed(fused.residual(), step), result, step.layer());
      ops.append_binary(algorithm.binary_add, result);
    }
    if (fused.activation() != null) {
      primitives.append(ops, fused.activation());
    }
    convolution_forward.primitive_desc pd =
        primitives.conv(
            step, prop_kind.forward_inference, source, result, true, primitives.attributes(ops));
    convolutions.put(
        fused,
        primitives.conv(
            step,
            prop_kind.forward_training,
            source,
            primitives.any(step.output()),
            true,
            dnnl.plain));
    Tensor output = new Tensor(pd.dst_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, forward.as(values[step.input()], pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())));
    arguments.add(arg(DNNL_ARG_BIAS, weights.bias(fused, step.weights(), step.bias())));
    arguments.add(arg(DNNL_ARG_DST, output));
    if (residual) {
      arguments.add(arg(Program.postOp(0), added));
    }
    forward.add("conv " + step.layer(), new convolution_forward(pd), arguments);
    return output;
  }

  private Tensor dense(Fused fused, Step.Dense step) {
    long[] in = {primitives.batch, step.weights().shape()[1]};
    long[] out = {primitives.batch, step.weights().shape()[0]};
    post_ops ops = new post_ops();
    if (fused.activation() != null) {
      primitives.append(ops, fused.activation());
    }
    memory.data_type result = step.output() == plan.logits() ? Native.F32 : primitives.type;
    var pd =
        new inner_product_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training,
            dnnl.plain(in, primitives.type),
            dnnl.any(step.weights().shape(), primitives.type),
            dnnl.plain(new long[] {out[1]}, Native.F32),
            dnnl.plain(out, result),
            primitives.attributes(ops),
            false);
    products.put(fused, pd);
    Tensor input =
        forward
            .as(values[step.input()], primitives.plain(step.input(), primitives.type), step.layer())
            .view(dnnl.plain(in, primitives.type));
    Tensor output = new Tensor(pd.dst_desc());
    forward.add(
        "dense " + step.layer(),
        new inner_product_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_BIAS, weights.bias(fused, step.weights(), step.bias())),
        arg(DNNL_ARG_DST, output));
    return output.view(primitives.plain(step.output(), result));
  }

  private Tensor scale(Step.BatchNorm norm) {
    return weights.vector(norm, 0, () -> weights.scale(norm), perChannel(norm));
  }

  private long[] perChannel(Step.BatchNorm norm) {
    return new long[] {1, plan.shapes().get(norm.output()).channels(), 1, 1};
  }

  /**
   * Scale and shift in one step, so that nothing is rounded in between: as a batch norm of values
   * that have mean 0 and variance 1 already.
   */
  private Tensor normalize(Step.BatchNorm norm, Tensor input) {
    long[] channels = {plan.shapes().get(norm.output()).channels()};
    int count = (int) channels[0];
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    var pd =
        new batch_normalization_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_inference.value,
            input.desc,
            input.desc,
            0,
            normalization_flags.use_global_stats.value
                | normalization_flags.use_scale.value
                | normalization_flags.use_shift.value,
            dnnl.plain,
            false);
    Tensor output = new Tensor(input.desc);
    forward.add(
        "norm " + norm.layer(),
        new batch_normalization_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_MEAN, weights.vector(norm, 1, () -> new float[count], channels)),
        arg(DNNL_ARG_VARIANCE, weights.vector(norm, 2, () -> ones, channels)),
        arg(DNNL_ARG_SCALE, scale(norm).view(dnnl.plain(channels, Native.F32))),
        arg(DNNL_ARG_SHIFT, weights.vector(norm, 3, () -> weights.shift(norm), channels)),
        arg(DNNL_ARG_DST, output));
    return output;
  }

  private BackwardProgram backward(Backward key) {
    Program program = new Program(dnnl);
    Gradients gradients = new Gradients(program);
    for (int value : key.from) {
      gradient(value);
      gradients.add(value, injected.get(value));
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      Fused fused = steps.get(i);
      Tensor gradient = gradients.total(fused.output(), values[fused.output()].desc);
      if (gradient == null) {
        continue;
      }
      if (fused.activation() != null && !(key.fakeRelu && fused.lastRelu())) {
        gradient =
            primitives.activateBackward(
                program,
                fused.activation(),
                gradient,
                values[fused.output()],
                fused.head().layer());
      }
      if (fused.residual() >= 0) {
        gradients.add(fused.residual(), gradient);
      }
      backward(program, fused, gradient, gradients);
    }
    Tensor total = gradients.total(0, null);
    if (total != null) {
      program.copy(total, inputGradient, "input gradient");
    }
    return new BackwardProgram(program.build(forward.end()), total != null);
  }

  private void backward(Program program, Fused fused, Tensor gradient, Gradients gradients) {
    Step head = fused.head();
    List<Integer> inputs = head.inputs();
    if (head instanceof Step.Conv conv) {
      Tensor before =
          Primitives.turnable(conv)
              ? turnedBackward(program, fused, conv, gradient, gradients.take(conv.input()))
              : convBackward(program, fused, conv, gradient);
      gradients.add(conv.input(), before);
    } else if (head instanceof Step.Dense dense) {
      gradients.add(inputs.get(0), denseBackward(program, fused, dense, gradient));
    } else if (head instanceof Step.BatchNorm norm) {
      gradients.add(
          inputs.get(0), primitives.multiply(program, gradient, scale(norm), norm.layer()));
    } else if (head instanceof Step.Pool) {
      gradients.add(inputs.get(0), primitives.poolBackward(program, pooled.get(fused), gradient));
    } else if (head instanceof Step.Concat concat) {
      for (int i = 0; i < inputs.size(); i++) {
        gradients.add(inputs.get(i), primitives.concatBackward(program, concat, i, gradient));
      }
    } else if (head instanceof Step.Pad pad) {
      gradients.add(inputs.get(0), primitives.padBackward(program, pad, gradient));
    } else if (head instanceof Step.Flatten flatten) {
      gradients.add(inputs.get(0), primitives.flattenBackward(program, flatten, gradient));
    } else {
      // Addition, activation (already undone) and dropout pass the gradient on.
      for (int input : inputs) {
        gradients.add(input, gradient);
      }
    }
  }

  private Tensor turnedBackward(
      Program program, Fused fused, Step.Conv step, Tensor gradient, List<Tensor> others) {
    memory.desc result =
        step.input() == 0
            ? primitives.turned(step, primitives.any(0), dnnl.plain).dst_desc()
            : values[step.input()].desc;
    post_ops ops = new post_ops();
    List<Program.Argument> arguments = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      Tensor other = program.as(others.get(i), result, step.layer());
      ops.append_binary(algorithm.binary_add, result);
      arguments.add(arg(Program.postOp(i), other));
    }
    convolution_forward.primitive_desc pd =
        primitives.turned(step, result, primitives.attributes(ops));
    Tensor before = new Tensor(pd.dst_desc());
    arguments.add(arg(DNNL_ARG_SRC, program.as(gradient, pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_WEIGHTS, weights.turned(fused, step.weights(), pd.weights_desc())));
    arguments.add(arg(DNNL_ARG_DST, before));
    program.add("conv turned " + step.layer(), new convolution_forward(pd), arguments);
    return before;
  }

  private Tensor convBackward(Program program, Fused fused, Step.Conv step, Tensor gradient) {
    Primitives.Geometry g = Primitives.Geometry.of(step.window());
    var pd =
        primitives.sound(
            step,
            new convolution_backward_data.primitive_desc(
                dnnl.engine,
                algorithm.convolution_direct,
                primitives.any(step.input()),
                dnnl.any(step.weights().shape(), primitives.type),
                primitives.any(step.output()),
                g.stride(),
                g.dilation(),
                g.before(),
                g.after(),
                convolutions.get(fused),
                dnnl.plain,
                false));
    Tensor before = new Tensor(pd.diff_src_desc());
    program.add(
        "conv backward " + step.layer(),
        new convolution_backward_data(pd),
        arg(DNNL_ARG_DIFF_DST, program.as(gradient, pd.diff_dst_desc(), step.layer())),
        arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_DIFF_SRC, before));
    return before;
  }

  private Tensor denseBackward(Program program, Fused fused, Step.Dense step, Tensor gradient) {
    long[] in = {primitives.batch, step.weights().shape()[1]};
    long[] out = {primitives.batch, step.weights().shape()[0]};
    var pd =
        new inner_product_backward_data.primitive_desc(
            dnnl.engine,
            dnnl.plain(in, primitives.type),
            dnnl.any(step.weights().shape(), primitives.type),
            dnnl.plain(out, primitives.type),
            products.get(fused),
            dnnl.plain,
            false);
    Tensor before = new Tensor(pd.diff_src_desc());
    Tensor after =
        program
            .as(gradient, primitives.plain(step.output(), primitives.type), step.layer())
            .view(dnnl.plain(out, primitives.type));
    program.add(
        "dense backward " + step.layer(),
        new inner_product_backward_data(pd),
        arg(DNNL_ARG_DIFF_DST, after),
        arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_DIFF_SRC, before));
    return before.view(primitives.plain(step.input(), primitives.type));
  }

  @Override
  public void close() {
    forward.close();
    readers.values().forEach(Program::close);
    backwards.values().forEach(backward -> backward.program.close());
    natives.close();
  }
}
