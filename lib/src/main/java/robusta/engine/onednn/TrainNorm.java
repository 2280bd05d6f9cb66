package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import robusta.plan.Step;

/** Batch norm in training: statistics of the batch, running ones moved on the way. */
final class TrainNorm {
  private final Tape tape;

  TrainNorm(Tape tape) {
    this.tape = tape;
  }

  /**
   * Adds a batch norm, with the ReLU that alone reads its result.
   *
   * @param moveStatistics whether a pass moves the running statistics
   * @return that ReLU, or null
   */
  Step.Activate add(Step.BatchNorm step, BooleanSupplier moveStatistics) {
    Step.Activate after = tape.onlyActivation(step.output());
    boolean relu = after != null && after.function().plainRelu();
    int out = relu ? after.output() : step.output();
    int flags =
        normalization_flags.use_scale.value
            | normalization_flags.use_shift.value
            | (relu ? normalization_flags.fuse_norm_relu.value : 0);
    Tensor input = (step.input() == 0 ? tape.typed(0, step) : tape.values[step.input()]).keep();
    var pd =
        new batch_normalization_forward.primitive_desc(
            tape.dnnl.engine,
            prop_kind.forward_training.value,
            input.desc,
            input.desc,
            step.epsilon(),
            flags,
            tape.dnnl.plain,
            false);
    long[] channels = {tape.plan.shapes().get(step.output()).channels()};
    memory.desc vector = tape.dnnl.plain(channels, Native.F32);
    Tensor mean = new Tensor(vector).keep();
    Tensor variance = new Tensor(vector).keep();
    Tensor scale = tape.perChannel(step.gamma(), step.fixedGamma(), channels);
    Tensor shift = tape.perChannel(step.beta(), step.fixedBeta(), channels);
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
    tape.forward.add("norm " + step.layer(), new batch_normalization_forward(pd), arguments);
    RunningStatistics running =
        new RunningStatistics(step, tape.parameters(), tape.primitives.dims(step.output()));
    tape.forward.add(
        "running statistics",
        () -> {
          if (moveStatistics.getAsBoolean()) {
            running.update(mean, variance);
          }
        },
        mean,
        variance);
    tape.values[out] = output;
    tape.back(
        step,
        out,
        g -> {
          var backwardPd =
              new batch_normalization_backward.primitive_desc(
                  tape.dnnl.engine,
                  prop_kind.backward.value,
                  input.desc,
                  g.desc,
                  input.desc,
                  step.epsilon(),
                  flags,
                  pd,
                  tape.dnnl.plain,
                  false);
          Tensor before = new Tensor(input.desc);
          List<Program.Argument> back = new ArrayList<>();
          back.add(arg(DNNL_ARG_SRC, input));
          back.add(arg(DNNL_ARG_MEAN, mean));
          back.add(arg(DNNL_ARG_VARIANCE, variance));
          back.add(arg(DNNL_ARG_DIFF_DST, g));
          back.add(arg(DNNL_ARG_SCALE, scale));
          back.add(arg(DNNL_ARG_DIFF_SRC, before));
          back.add(arg(DNNL_ARG_DIFF_SCALE, tape.gradientPerChannel(step.gamma(), vector)));
          back.add(arg(DNNL_ARG_DIFF_SHIFT, tape.gradientPerChannel(step.beta(), vector)));
          if (relu) {
            back.add(arg(DNNL_ARG_WORKSPACE, work));
          }
          tape.backward.add(
              "norm backward " + step.layer(), new batch_normalization_backward(backwardPd), back);
          tape.gradients.add(step.input(), before);
        });
    return relu ? after : null;
  }
}
