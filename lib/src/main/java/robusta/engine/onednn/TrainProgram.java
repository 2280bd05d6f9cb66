package robusta.engine.onednn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import robusta.plan.Activation;
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
  private final Primitives primitives;
  private final Tape tape;
  private final Program forward;
  private final Program backward;
  private final Gradients gradients;
  private final Tensor[] values;
  private final TrainConvolution convolutions;
  private final TrainNorm norms;
  private final TrainDense products;
  private final Set<Step> absorbed = new HashSet<>();
  private final Lifetime natives = new Lifetime();
  private final Tensor logitsGradient;
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
    primitives = new Primitives(dnnl, plan, type, batch);
    tape = new Tape(dnnl, plan, primitives, parameters, gradientMemory);
    forward = tape.forward;
    backward = tape.backward;
    gradients = tape.gradients;
    values = tape.values;
    convolutions = new TrainConvolution(tape);
    norms = new TrainNorm(tape);
    products = new TrainDense(tape);
    logitsGradient = natives.own(() -> tape.host(primitives.plain(plan.logits(), Native.F32)));
    try {
      natives.own(this::compile);
    } catch (Arena.NotEnoughMemory e) {
      close();
      throw e;
    }
  }

  private void compile() {
    values[0] = tape.host(primitives.plain(0, Native.F32));
    plan.steps().forEach(this::forward);
    values[plan.logits()].keep();
    forward.place(0);
    gradients.add(plan.logits(), logitsGradient);
    tape.goBack();
    backward.place(forward.end());
    // The one that reaches further first, so that a refusal tells how much both need.
    backward.admit();
    forward.build();
    backward.build();
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

  /** Bytes that oneDNN sets aside for what its most demanding operation needs while it runs. */
  long scratch() {
    return Math.max(forward.scratch(), backward.scratch());
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

  private void forward(Step step) {
    if (absorbed.contains(step)) {
      return;
    }
    if (step instanceof Step.Conv conv) {
      convolutions.add(conv);
    } else if (step instanceof Step.BatchNorm norm) {
      Step.Activate done = norms.add(norm, () -> moveStatistics);
      if (done != null) {
        absorbed.add(done);
      }
    } else if (step instanceof Step.Dense dense) {
      products.add(dense);
    } else if (step instanceof Step.Add add) {
      add(add);
    } else if (step instanceof Step.Dropout dropout) {
      dropout(dropout);
    } else {
      simple(step);
    }
  }

  /** The steps without parameters that a frozen network computes in the same way. */
  private void simple(Step step) {
    List<Integer> in = step.inputs();
    int out = step.output();
    List<Tensor> inputs = in.stream().map(value -> tape.typed(value, step)).toList();
    Tensor input = inputs.get(0);
    if (step instanceof Step.Activate activate) {
      Activation function = activate.function();
      values[out] = primitives.activate(forward, function, input, step.layer()).keep();
      tape.back(
          step,
          g ->
              gradients.add(
                  in.get(0),
                  primitives.activateBackward(backward, function, g, values[out], step.layer())));
    } else if (step instanceof Step.Pool pool) {
      Primitives.Pooled pooled = primitives.pool(forward, pool, input);
      values[out] = pooled.output();
      tape.back(step, g -> gradients.add(in.get(0), primitives.poolBackward(backward, pooled, g)));
    } else if (step instanceof Step.Concat concat) {
      values[out] = primitives.concat(forward, concat, inputs);
      tape.back(
          step,
          g -> {
            for (int i = 0; i < in.size(); i++) {
              gradients.add(in.get(i), primitives.concatBackward(backward, concat, i, g));
            }
          });
    } else if (step instanceof Step.Pad pad) {
      values[out] =
          primitives.pad(
              forward, pad, input, tape.host(primitives.plain(pad.output(), primitives.type)));
      tape.back(step, g -> gradients.add(in.get(0), primitives.padBackward(backward, pad, g)));
    } else if (step instanceof Step.Flatten flatten) {
      values[out] = primitives.flatten(forward, flatten, input);
      tape.back(
          step, g -> gradients.add(in.get(0), primitives.flattenBackward(backward, flatten, g)));
    } else {
      throw new IllegalStateException("no rule for " + step);
    }
  }

  private void add(Step.Add step) {
    List<Tensor> inputs = step.inputs().stream().map(value -> tape.typed(value, step)).toList();
    Step.Activate after = tape.onlyActivation(step.output());
    int out = after == null ? step.output() : after.output();
    values[out] =
        primitives.add(forward, inputs, after == null ? null : after.function(), step.layer());
    if (after != null) {
      absorbed.add(after);
      values[out].keep();
    }
    tape.back(
        step,
        out,
        g -> {
          Tensor before =
              after == null
                  ? g
                  : primitives.activateBackward(
                      backward, after.function(), g, values[out], step.layer());
          step.inputs().forEach(input -> gradients.add(input, before));
        });
  }

  private void dropout(Step.Dropout step) {
    Tensor input = tape.typed(step.input(), step);
    Tensor drawn = tape.host(primitives.plain(step.output(), Native.F32));
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
    tape.back(
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
