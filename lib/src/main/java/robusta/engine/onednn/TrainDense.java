package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import robusta.plan.Step;

/** Dense layers in training: forward, back to the data, back to the weights. */
final class TrainDense {
  private final Tape tape;

  TrainDense(Tape tape) {
    this.tape = tape;
  }

  /** Adds a dense layer. */
  void add(Step.Dense step) {
    long[] in = {tape.primitives.batch, step.weights().shape()[1]};
    long[] out = {tape.primitives.batch, step.weights().shape()[0]};
    memory.desc weightsDesc = tape.dnnl.any(step.weights().shape(), tape.primitives.type);
    memory.desc biasDesc = tape.dnnl.plain(new long[] {out[1]}, Native.F32);
    memory.data_type result =
        step.output() == tape.plan.logits() ? Native.F32 : tape.primitives.type;
    var pd =
        new inner_product_forward.primitive_desc(
            tape.dnnl.engine,
            prop_kind.forward_training,
            tape.dnnl.plain(in, tape.primitives.type),
            weightsDesc,
            biasDesc,
            tape.dnnl.plain(out, result),
            tape.dnnl.plain,
            false);
    Tensor input =
        tape.forward
            .as(
                tape.values[step.input()],
                tape.primitives.plain(step.input(), tape.primitives.type),
                step.layer())
            .keep()
            .view(tape.dnnl.plain(in, tape.primitives.type));
    Tensor master = tape.parameter(step.weights());
    Tensor bias = tape.perChannel(step.bias(), 0, new long[] {out[1]});
    Tensor output = new Tensor(pd.dst_desc());
    tape.forward.add(
        "dense " + step.layer(),
        new inner_product_forward(pd),
        arg(DNNL_ARG_SRC, input),
        arg(
            DNNL_ARG_WEIGHTS,
            tape.forward.as(master, pd.weights_desc(), "weights " + step.layer())),
        arg(DNNL_ARG_BIAS, bias),
        arg(DNNL_ARG_DST, output));
    tape.values[step.output()] = output.view(tape.primitives.plain(step.output(), result));
    tape.back(step, g -> denseBackward(step, pd, input, master, g));
  }

  private void denseBackward(
      Step.Dense step,
      inner_product_forward.primitive_desc hint,
      Tensor input,
      Tensor master,
      Tensor gradient) {
    long[] in = {tape.primitives.batch, step.weights().shape()[1]};
    long[] out = {tape.primitives.batch, step.weights().shape()[0]};
    Tensor g =
        tape.backward
            .as(gradient, tape.primitives.plain(step.output(), tape.primitives.type), step.layer())
            .view(tape.dnnl.plain(out, tape.primitives.type));
    Tensor into = tape.gradient(step.weights());
    Tensor bias =
        tape.gradientPerChannel(step.bias(), tape.dnnl.plain(new long[] {out[1]}, Native.F32));
    var toWeights =
        new inner_product_backward_weights.primitive_desc(
            tape.dnnl.engine,
            tape.dnnl.plain(in, tape.primitives.type),
            into.desc,
            bias.desc,
            tape.dnnl.plain(out, tape.primitives.type),
            hint,
            tape.dnnl.plain,
            false);
    tape.backward.add(
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
            tape.dnnl.engine,
            tape.dnnl.plain(in, tape.primitives.type),
            tape.dnnl.any(step.weights().shape(), tape.primitives.type),
            tape.dnnl.plain(out, tape.primitives.type),
            hint,
            tape.dnnl.plain,
            false);
    Tensor before = new Tensor(toData.diff_src_desc());
    tape.backward.add(
        "dense to data " + step.layer(),
        new inner_product_backward_data(toData),
        arg(DNNL_ARG_DIFF_DST, g),
        arg(
            DNNL_ARG_WEIGHTS,
            tape.backward.as(master, toData.weights_desc(), "weights " + step.layer())),
        arg(DNNL_ARG_DIFF_SRC, before));
    tape.gradients.add(
        step.input(), before.view(tape.primitives.plain(step.input(), tape.primitives.type)));
  }
}
