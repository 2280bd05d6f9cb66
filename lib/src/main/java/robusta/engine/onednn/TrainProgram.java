package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import robusta.plan.Activation;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Step;
import robusta.run.Cancellation;

/**
 * A network in train mode compiled for one batch size: forward with batch statistics, backward to
 * every parameter.
 */
final class TrainProgram implements AutoCloseable {
  private final Native dnnl;
  private final Plan plan;
  private final ParameterMemory parameters;
  private final ParameterMemory gradientMemory;
  private final Primitives primitives;
  private final Tensor[] values;
  private final Map<Step, Runnable> backwards = new HashMap<>();
  private final Set<Step> absorbed = new HashSet<>();
  private final Lifetime natives = new Lifetime();
  private final Tensor logitsGradient;
  private final Program forward;
  private final Program backward;
  private final Gradients gradients;
  private long dropoutSeed;
  private boolean moveStatistics;

  TrainProgram(
      Native dnnl,
      Plan plan,
      ParameterMemory parameters,
      ParameterMemory gradientMemory,
      memory.data_type type,
      int batch) {
    this.dnnl = dnnl;
    this.plan = plan;
    this.parameters = parameters;
    this.gradientMemory = gradientMemory;
    this.primitives = new Primitives(dnnl, plan, type, batch);
    this.values = new Tensor[plan.shapes().size()];
    logitsGradient = natives.own(() -> host(primitives.plain(plan.logits(), Native.F32)));
    forward = new Program(dnnl);
    backward = new Program(dnnl);
    gradients = new Gradients(backward);
    try {
      natives.own(this::compile);
    } catch (Arena.NotEnoughMemory e) {
      close();
      throw e;
    }
  }

  private void compile() {
    values[0] = host(primitives.plain(0, Native.F32));
    plan.steps().forEach(this::forward);
    values[plan.logits()].keep();
    forward.place(0);
    gradients.add(plan.logits(), logitsGradient);
    for (int i = plan.steps().size() - 1; i >= 0; i--) {
      backwards.getOrDefault(plan.steps().get(i), () -> {}).run();
    }
    backward.place(forward.end());
    // The one that reaches further first, so that a refusal tells how much both need.
    backward.build();
    forward.build();
  }

  /** The normalised images, to be filled before {@link #forward}. */
  FloatPointer input() {
    return (FloatPointer) values[0].data();
  }

  /** The logits after {@link #forward}. */
  FloatPointer logits() {
    return new FloatPointer(values[plan.logits()].data());
  }

  /** The gradient with respect to the logits, to be filled before {@link #backward}. */
  FloatPointer logitsGradient() {
    return (FloatPointer) logitsGradient.data();
  }

  void forward(long seed, Cancellation cancellation) {
    dropoutSeed = seed;
    compute(true, cancellation);
  }

  private void compute(boolean statistics, Cancellation cancellation) {
    moveStatistics = statistics;
    dnnl.arena.own(null);
    forward.run(cancellation);
    dnnl.arena.own(this);
  }

  void backward(Cancellation cancellation) {
    if (!dnnl.arena.owned(this)) {
      // Another session has used the memory since.
      compute(false, cancellation);
    }
    backward.run(cancellation);
  }

  private Tensor host(memory.desc desc) {
    Tensor tensor = new Tensor(desc);
    FloatPointer data = new FloatPointer((tensor.bytes() + 3) / 4);
    Pointer.memset(data, 0, tensor.bytes());
    return tensor.bind(data);
  }

  private Tensor external(ParameterMemory where, Parameter parameter) {
    return new Tensor(dnnl.strided(parameter.shape(), Native.F32, parameter.strides()))
        .bind(where.at(parameter));
  }

  /** The gradient of a value in its layout, or null where the loss does not depend on it. */
  private Tensor gradient(int value) {
    return gradients.total(value, values[value].desc);
  }

  private void forward(Step step) {
    if (absorbed.contains(step)) {
      return;
    }
    if (step instanceof Step.Conv conv) {
      conv(conv);
    } else if (step instanceof Step.BatchNorm norm) {
      norm(norm);
    } else if (step instanceof Step.Dense dense) {
      dense(dense);
    } else if (step instanceof Step.Add add) {
      add(add);
    } else if (step instanceof Step.Dropout dropout) {
      dropout(dropout);
    } else {
      simple(step);
    }
  }

  private Tensor typed(int value, Step reader) {
    return value == 0
        ? forward.as(values[0], primitives.plain(0, primitives.type), reader.layer())
        : values[value];
  }

  /** The steps without parameters that a frozen network computes in the same way. */
  private void simple(Step step) {
    List<Integer> in = step.inputs();
    int out = step.output();
    List<Tensor> inputs = in.stream().map(value -> typed(value, step)).toList();
    Tensor input = inputs.get(0);
    if (step instanceof Step.Activate activate) {
      Activation function = activate.function();
      values[out] = primitives.activate(forward, function, input, step.layer()).keep();
      back(
          step,
          g ->
              gradients.add(
                  in.get(0),
                  primitives.activateBackward(backward, function, g, values[out], step.layer())));
    } else if (step instanceof Step.Pool pool) {
      Primitives.Pooled pooled = primitives.pool(forward, pool, input);
      values[out] = pooled.output();
      back(step, g -> gradients.add(in.get(0), primitives.poolBackward(backward, pooled, g)));
    } else if (step instanceof Step.Concat concat) {
      values[out] = primitives.concat(forward, concat, inputs);
      back(
          step,
          g -> {
            for (int i = 0; i < in.size(); i++) {
              gradients.add(in.get(i), primitives.concatBackward(backward, concat, i, g));
            }
          });
    } else if (step instanceof Step.Pad pad) {
      values[out] =
          primitives.pad(
              forward, pad, input, host(primitives.plain(pad.output(), primitives.type)));
      back(step, g -> gradients.add(in.get(0), primitives.padBackward(backward, pad, g)));
    } else if (step instanceof Step.Flatten flatten) {
      values[out] = primitives.flatten(forward, flatten, input);
      back(step, g -> gradients.add(in.get(0), primitives.flattenBackward(backward, flatten, g)));
    } else {
      throw new IllegalStateException("no rule for " + step);
    }
  }

  private interface BackwardRule {
    void apply(Tensor gradient);
  }

  private void back(Step step, BackwardRule rule) {
    backwards.put(
        step,
        () -> {
          Tensor gradient = gradient(step.output());
          if (gradient != null) {
            rule.apply(gradient);
          }
        });
  }

  private void add(Step.Add step) {
    List<Tensor> inputs = step.inputs().stream().map(value -> typed(value, step)).toList();
    Step.Activate after = onlyActivation(step.output());
    int out = after == null ? step.output() : after.output();
    values[out] =
        primitives.add(forward, inputs, after == null ? null : after.function(), step.layer());
    if (after != null) {
      absorbed.add(after);
      values[out].keep();
    }
    backwards.put(
        step,
        () -> {
          Tensor g = gradient(out);
          if (g != null && after != null) {
            g =
                primitives.activateBackward(
                    backward, after.function(), g, values[out], step.layer());
          }
          for (int input : step.inputs()) {
            if (g != null) {
              gradients.add(input, g);
            }
          }
        });
  }

  private Step.Activate onlyActivation(int value) {
    List<Step> consumers = plan.consumers(value);
    return consumers.size() == 1 && consumers.get(0) instanceof Step.Activate activate
        ? activate
        : null;
  }

  private void conv(Step.Conv step) {
    boolean bias = step.bias() != null;
    int in = step.input();
    convolution_forward.primitive_desc pd =
        primitives.conv(
            step,
            prop_kind.forward_training,
            primitives.any(in),
            primitives.any(step.output()),
            bias,
            dnnl.plain);
    convolution_backward_data.primitive_desc toData = in == 0 ? null : toData(step, pd);
    Tensor master = external(parameters, step.weights());
    Tensor weights = forward.as(master, pd.weights_desc(), "weights " + step.layer());
    boolean shared = toData != null && toData.weights_desc().equals(weights.desc);
    if (shared && weights != master) {
      weights.keep();
    }
    Tensor input = values[in].keep();
    Tensor output = new Tensor(pd.dst_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, forward.as(input, pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_WEIGHTS, weights));
    arguments.add(arg(DNNL_ARG_DST, output));
    if (bias) {
      arguments.add(arg(DNNL_ARG_BIAS, external(parameters, step.bias())));
    }
    forward.add("conv " + step.layer(), new convolution_forward(pd), arguments);
    values[step.output()] = output;
    back(
        step,
        g -> {
          convToWeights(step, pd, input, g);
          if (toData != null) {
            Tensor w =
                shared
                    ? weights
                    : backward.as(master, toData.weights_desc(), "weights " + step.layer());
            Tensor before = new Tensor(toData.diff_src_desc());
            backward.add(
                "conv to data " + step.layer(),
                new convolution_backward_data(toData),
                arg(DNNL_ARG_DIFF_DST, backward.as(g, toData.diff_dst_desc(), step.layer())),
                arg(DNNL_ARG_WEIGHTS, w),
                arg(DNNL_ARG_DIFF_SRC, before));
            gradients.add(in, before);
          }
        });
  }

  private convolution_backward_data.primitive_desc toData(
      Step.Conv step, convolution_forward.primitive_desc hint) {
    Primitives.Geometry g = Primitives.Geometry.of(step.window());
    return primitives.sound(
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
            hint,
            dnnl.plain,
            false));
  }

  private void convToWeights(
      Step.Conv step, convolution_forward.primitive_desc hint, Tensor input, Tensor gradient) {
    Primitives.Geometry g = Primitives.Geometry.of(step.window());
    memory.desc weights = dnnl.any(step.weights().shape(), Native.F32);
    convolution_backward_weights.primitive_desc pd =
        step.bias() == null
            ? new convolution_backward_weights.primitive_desc(
                dnnl.engine,
                algorithm.convolution_direct,
                primitives.any(step.input()),
                weights,
                primitives.any(step.output()),
                g.stride(),
                g.dilation(),
                g.before(),
                g.after(),
                hint,
                dnnl.plain,
                false)
            : new convolution_backward_weights.primitive_desc(
                dnnl.engine,
                algorithm.convolution_direct,
                primitives.any(step.input()),
                weights,
                dnnl.plain(step.bias().shape(), Native.F32),
                primitives.any(step.output()),
                g.stride(),
                g.dilation(),
                g.before(),
                g.after(),
                hint,
                dnnl.plain,
                false);
    primitives.sound(step, pd);
    Tensor into = external(gradientMemory, step.weights());
    Tensor result =
        pd.diff_weights_desc().equals(into.desc) ? into : new Tensor(pd.diff_weights_desc());
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, backward.as(input, pd.src_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_DIFF_DST, backward.as(gradient, pd.diff_dst_desc(), step.layer())));
    arguments.add(arg(DNNL_ARG_DIFF_WEIGHTS, result));
    if (step.bias() != null) {
      arguments.add(arg(DNNL_ARG_DIFF_BIAS, external(gradientMemory, step.bias())));
    }
    backward.add(
        "conv to weights " + step.layer(), new convolution_backward_weights(pd), arguments);
    if (result != into) {
      backward.copy(result, into, "weights " + step.layer());
    }
  }

  private void norm(Step.BatchNorm step) {
    Step.Activate after = onlyActivation(step.output());
    boolean relu = after != null && after.function().plainRelu();
    int out = relu ? after.output() : step.output();
    if (relu) {
      absorbed.add(after);
    }
    int flags =
        normalization_flags.use_scale.value
            | normalization_flags.use_shift.value
            | (relu ? normalization_flags.fuse_norm_relu.value : 0);
    Tensor input = (step.input() == 0 ? typed(0, step) : values[step.input()]).keep();
    var pd =
        new batch_normalization_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training.value,
            input.desc,
            input.desc,
            step.epsilon(),
            flags,
            dnnl.plain,
            false);
    long[] channels = {plan.shapes().get(step.output()).channels()};
    memory.desc vector = dnnl.plain(channels, Native.F32);
    Tensor mean = new Tensor(vector).keep();
    Tensor variance = new Tensor(vector).keep();
    Tensor scale = perChannel(parameters, step.gamma(), step.fixedGamma(), channels);
    Tensor shift = perChannel(parameters, step.beta(), step.fixedBeta(), channels);
    Tensor output = new Tensor(input.desc);
    List<Program.Argument> arguments = new ArrayList<>();
    arguments.add(arg(DNNL_ARG_SRC, input));
    arguments.add(arg(DNNL_ARG_SCALE, scale));
    arguments.add(arg(DNNL_ARG_SHIFT, shift));
    arguments.add(arg(DNNL_ARG_MEAN, mean));
    arguments.add(arg(DNNL_ARG_VARIANCE, variance));
    arguments.add(arg(DNNL_ARG_DST, output));
    Tensor work = relu ? new Tensor(pd.workspace_desc()).keep() : null;
    if (relu) {
      arguments.add(arg(DNNL_ARG_WORKSPACE, work));
    }
    forward.add("norm " + step.layer(), new batch_normalization_forward(pd), arguments);
    RunningStatistics running =
        new RunningStatistics(step, parameters, primitives.dims(step.output()));
    forward.add(
        "running statistics",
        () -> {
          if (moveStatistics) {
            running.update(mean, variance);
          }
        },
        mean,
        variance);
    values[out] = output;
    backwards.put(
        step,
        () -> {
          Tensor g = gradient(out);
          if (g == null) {
            return;
          }
          var backwardPd =
              new batch_normalization_backward.primitive_desc(
                  dnnl.engine,
                  prop_kind.backward.value,
                  input.desc,
                  g.desc,
                  input.desc,
                  step.epsilon(),
                  flags,
                  pd,
                  dnnl.plain,
                  false);
          Tensor before = new Tensor(input.desc);
          List<Program.Argument> back = new ArrayList<>();
          back.add(arg(DNNL_ARG_SRC, input));
          back.add(arg(DNNL_ARG_MEAN, mean));
          back.add(arg(DNNL_ARG_VARIANCE, variance));
          back.add(arg(DNNL_ARG_DIFF_DST, g));
          back.add(arg(DNNL_ARG_SCALE, scale));
          back.add(arg(DNNL_ARG_DIFF_SRC, before));
          back.add(arg(DNNL_ARG_DIFF_SCALE, gradientPerChannel(step.gamma(), vector)));
          back.add(arg(DNNL_ARG_DIFF_SHIFT, gradientPerChannel(step.beta(), vector)));
          if (relu) {
            back.add(arg(DNNL_ARG_WORKSPACE, work));
          }
          backward.add(
              "norm backward " + step.layer(), new batch_normalization_backward(backwardPd), back);
          gradients.add(step.input(), before);
        });
  }

  private Tensor perChannel(
      ParameterMemory where, Parameter parameter, float fixed, long[] channels) {
    if (parameter != null) {
      return external(where, parameter);
    }
    Tensor constant = host(dnnl.plain(channels, Native.F32));
    float[] filled = new float[(int) channels[0]];
    java.util.Arrays.fill(filled, fixed);
    ((FloatPointer) constant.data()).put(filled);
    return constant;
  }

  private Tensor gradientPerChannel(Parameter parameter, memory.desc vector) {
    return parameter == null ? new Tensor(vector) : external(gradientMemory, parameter);
  }

  private void dense(Step.Dense step) {
    long[] in = {primitives.batch, step.weights().shape()[1]};
    long[] out = {primitives.batch, step.weights().shape()[0]};
    memory.desc weightsDesc = dnnl.any(step.weights().shape(), primitives.type);
    memory.desc biasDesc = dnnl.plain(new long[] {out[1]}, Native.F32);
    memory.data_type result = step.output() == plan.logits() ? Native.F32 : primitives.type;
    var pd =
        new inner_product_forward.primitive_desc(
            dnnl.engine,
            prop_kind.forward_training,
            dnnl.plain(in, primitives.type),
            weightsDesc,
            biasDesc,
            dnnl.plain(out, result),
            dnnl.plain,
            false);
    Tensor input =
        forward
            .as(values[step.input()], primitives.plain(step.input(), primitives.type), step.layer())
            .keep()
            .view(dnnl.plain(in, primitives.type));
    Tensor master = external(parameters, step.weights());
    Tensor bias = perChannel(parameters, step.bias(), 0, new long[] {out[1]});
    Tensor output = new Tensor(pd.dst_desc());
    forward.add(
        "dense " + step.layer(),
        new inner_product_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_WEIGHTS, forward.as(master, pd.weights_desc(), "weights " + step.layer())),
        arg(DNNL_ARG_BIAS, bias),
        arg(DNNL_ARG_DST, output));
    values[step.output()] = output.view(primitives.plain(step.output(), result));
    back(step, g -> denseBackward(step, pd, input, master, g));
  }

  private void denseBackward(
      Step.Dense step,
      inner_product_forward.primitive_desc hint,
      Tensor input,
      Tensor master,
      Tensor gradient) {
    long[] in = {primitives.batch, step.weights().shape()[1]};
    long[] out = {primitives.batch, step.weights().shape()[0]};
    Tensor g =
        backward
            .as(gradient, primitives.plain(step.output(), primitives.type), step.layer())
            .view(dnnl.plain(out, primitives.type));
    Tensor into = external(gradientMemory, step.weights());
    Tensor bias = gradientPerChannel(step.bias(), dnnl.plain(new long[] {out[1]}, Native.F32));
    var toWeights =
        new inner_product_backward_weights.primitive_desc(
            dnnl.engine,
            dnnl.plain(in, primitives.type),
            into.desc,
            bias.desc,
            dnnl.plain(out, primitives.type),
            hint,
            dnnl.plain,
            false);
    backward.add(
        "dense to weights " + step.layer(),
        new inner_product_backward_weights(toWeights),
        arg(DNNL_ARG_SRC, input),
        arg(DNNL_ARG_DIFF_DST, g),
        arg(DNNL_ARG_DIFF_WEIGHTS, into),
        arg(DNNL_ARG_DIFF_BIAS, bias));
    if (step.input() == 0) {
      return;
    }
    var toData =
        new inner_product_backward_data.primitive_desc(
            dnnl.engine,
            dnnl.plain(in, primitives.type),
            dnnl.any(step.weights().shape(), primitives.type),
            dnnl.plain(out, primitives.type),
            hint,
            dnnl.plain,
            false);
    Tensor before = new Tensor(toData.diff_src_desc());
    backward.add(
        "dense to data " + step.layer(),
        new inner_product_backward_data(toData),
        arg(DNNL_ARG_DIFF_DST, g),
        arg(
            DNNL_ARG_WEIGHTS,
            backward.as(master, toData.weights_desc(), "weights " + step.layer())),
        arg(DNNL_ARG_DIFF_SRC, before));
    gradients.add(step.input(), before.view(primitives.plain(step.input(), primitives.type)));
  }

  private void dropout(Step.Dropout step) {
    Tensor input = typed(step.input(), step);
    Tensor drawn = host(primitives.plain(step.output(), Native.F32));
    int which = plan.steps().indexOf(step);
    float[] mask = new float[(int) (drawn.bytes() / 4)];
    float kept = (float) (1 / step.keep());
    forward.add(
        "dropout mask",
        () -> {
          // Seeds are drawn, since generators of neighbouring seeds give shifted sequences.
          long seed = new SplittableRandom(dropoutSeed).nextLong();
          SplittableRandom random =
              new SplittableRandom(new SplittableRandom(seed + which).nextLong());
          for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < step.keep() ? kept : 0;
          }
          ((FloatPointer) drawn.data()).put(mask);
        });
    Tensor factor = forward.as(drawn, input.desc, "dropout mask").keep();
    values[step.output()] = primitives.multiply(forward, input, factor, step.layer());
    back(
        step,
        g -> gradients.add(step.input(), primitives.multiply(backward, g, factor, step.layer())));
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
    natives.close();
  }
}
