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
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import robusta.plan.Plan;
import robusta.plan.Step;

/**
 * Writes the forward pass of a frozen network into a program, and keeps what its gradients need.
 */
final class FrozenForward {
  final List<Fused> steps;
  final FrozenWeights weights;
  final Primitives primitives;

  /** The values of the plan, by number; the image is the first, in float32. */
  final Tensor[] values;

  final Map<Fused, Primitives.Pooled> pooled = new HashMap<>();
  final Map<Fused, convolution_forward.primitive_desc> convolutions = new HashMap<>();
  final Map<Fused, inner_product_forward.primitive_desc> products = new HashMap<>();

  private final Native dnnl;
  private final Plan plan;
  private final Program program;

  FrozenForward(
      Plan plan, List<Fused> steps, FrozenWeights weights, Primitives primitives, Program program) {
    this.dnnl = primitives.dnnl;
    this.plan = plan;
    this.steps = steps;
    this.weights = weights;
    this.primitives = primitives;
    this.program = program;
    this.values = new Tensor[plan.shapes().size()];
  }

  /** Writes it, and keeps the wanted values for readers. */
  void compile(Set<Integer> wanted) {
    values[0] = Tensor.zeros(primitives.plain(0, Native.F32));
    for (Fused step : steps) {
      Tensor result = add(step);
      values[step.output()] = result;
      if (step.activation() != null || wanted.contains(step.output())) {
        result.keep();
      }
    }
    program.build(0);
  }

  private Tensor add(Fused fused) {
    Step head = fused.head();
    if (head instanceof Step.Conv conv) {
      return conv(fused, conv);
    }
    if (head instanceof Step.Dense dense) {
      return dense(fused, dense);
    }
    List<Tensor> inputs = head.inputs().stream().map(input -> typed(input, head)).toList();
    if (head instanceof Step.Add add) {
      return primitives.add(program, inputs, fused.activation(), add.layer());
    }
    Tensor input = inputs.get(0);
    if (head instanceof Step.BatchNorm norm) {
      return normalize(norm, input);
    } else if (head instanceof Step.Activate activate) {
      return primitives.activate(program, activate.function(), input, activate.layer());
    } else if (head instanceof Step.Pool pool) {
      Primitives.Pooled result = primitives.pool(program, pool, input);
      pooled.put(fused, result);
      return result.output();
    } else if (head instanceof Step.Concat concat) {
      return primitives.concat(program, concat, inputs);
    } else if (head instanceof Step.Pad pad) {
      return primitives.pad(
          program, pad, input, Tensor.zeros(primitives.plain(pad.output(), primitives.type)));
    } else if (head instanceof Step.Flatten flatten) {
      return primitives.flatten(program, flatten, input);
    } else {
      return input; // dropout
    }
  }

  /** A value in the program's number format. */
  private Tensor typed(int value, Step reader) {
    Tensor tensor = values[value];
    return value == 0
        ? program.as(tensor, primitives.plain(0, primitives.type), reader.layer())
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
      added = program.as(typed(fused.residual(), step), result, step.layer());
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
    arguments.add(arg(DNNL_ARG_SRC, program.as(values[step.input()], pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())));
    arguments.add(arg(DNNL_ARG_BIAS, weights.bias(fused, step.weights(), step.bias())));
    arguments.add(arg(DNNL_ARG_DST, output));
    if (residual) {
      arguments.add(arg(Program.postOp(0), added));
    }
    program.add("conv " + step.layer(), new convolution_forward(pd), arguments);
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
        program
            .as(values[step.input()], primitives.plain(step.input(), primitives.type), step.layer())
            .view(dnnl.plain(in, primitives.type));
    Tensor output = new Tensor(pd.dst_desc());
    program.add(
        "dense " + step.layer(),
        new inner_product_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_WEIGHTS, weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_BIAS, weights.bias(fused, step.weights(), step.bias())),
        arg(DNNL_ARG_DST, output));
    return output.view(primitives.plain(step.output(), result));
  }

  /** What a batch norm multiplies each channel with. */
  Tensor scale(Step.BatchNorm norm) {
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
    program.add(
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
}
