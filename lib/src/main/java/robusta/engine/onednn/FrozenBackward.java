package robusta.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;
import static robusta.engine.onednn.Program.arg;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import robusta.plan.Step;

/** Writes the gradient of a frozen network's values with respect to its image into a program. */
final class FrozenBackward {
  private final Native dnnl;
  private final FrozenForward forward;
  private final Primitives primitives;
  private final Program program;
  private final Gradients gradients;

  FrozenBackward(FrozenForward forward, Program program) {
    this.dnnl = forward.primitives.dnnl;
    this.forward = forward;
    this.primitives = forward.primitives;
    this.program = program;
    this.gradients = new Gradients(program);
  }

  /** A gradient to begin from, that of a value. */
  void from(int value, Tensor gradient) {
    gradients.add(value, gradient);
  }

  /**
   * Writes it.
   *
   * @param fakeRelu whether the last ReLU passes every gradient
   * @return the gradient of the image; null where it has no part in the values begun from
   */
  Tensor compile(boolean fakeRelu) {
    for (int i = forward.steps.size() - 1; i >= 0; i--) {
      Fused fused = forward.steps.get(i);
      Tensor gradient = gradients.total(fused.output(), forward.values[fused.output()].desc);
      if (gradient == null) {
        continue;
      }
      if (fused.activation() != null && !(fakeRelu && fused.lastRelu())) {
        gradient =
            primitives.activateBackward(
                program,
                fused.activation(),
                gradient,
                forward.values[fused.output()],
                fused.head().layer());
      }
      if (fused.residual() >= 0) {
        gradients.add(fused.residual(), gradient);
      }
      add(fused, gradient);
    }
    return gradients.total(0, null);
  }

  private void add(Fused fused, Tensor gradient) {
    Step head = fused.head();
    List<Integer> inputs = head.inputs();
    if (head instanceof Step.Conv conv) {
      Tensor before =
          Primitives.turnable(conv)
              ? turned(fused, conv, gradient, gradients.take(conv.input()))
              : conv(fused, conv, gradient);
      gradients.add(conv.input(), before);
    } else if (head instanceof Step.Dense dense) {
      gradients.add(inputs.get(0), dense(fused, dense, gradient));
    } else if (head instanceof Step.BatchNorm norm) {
      gradients.add(
          inputs.get(0), primitives.multiply(program, gradient, forward.scale(norm), norm.layer()));
    } else if (head instanceof Step.Pool) {
      gradients.add(
          inputs.get(0), primitives.poolBackward(program, forward.pooled.get(fused), gradient));
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

  private Tensor turned(Fused fused, Step.Conv step, Tensor gradient, List<Tensor> others) {
    memory.desc result =
        step.input() == 0
            ? primitives.turned(step, primitives.any(0), dnnl.plain).dst_desc()
            : forward.values[step.input()].desc;
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
    arguments.add(
        arg(DNNL_ARG_WEIGHTS, forward.weights.turned(fused, step.weights(), pd.weights_desc())));
    arguments.add(arg(DNNL_ARG_DST, before));
    program.add("conv turned " + step.layer(), new convolution_forward(pd), arguments);
    return before;
  }

  private Tensor conv(Fused fused, Step.Conv step, Tensor gradient) {
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
                forward.convolutions.get(fused),
                dnnl.plain,
                false));
    Tensor before = new Tensor(pd.diff_src_desc());
    program.add(
        "conv backward " + step.layer(),
        new convolution_backward_data(pd),
        arg(DNNL_ARG_DIFF_DST, program.as(gradient, pd.diff_dst_desc(), step.layer())),
        arg(DNNL_ARG_WEIGHTS, forward.weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_DIFF_SRC, before));
    return before;
  }

  private Tensor dense(Fused fused, Step.Dense step, Tensor gradient) {
    long[] in = {primitives.batch, step.weights().shape()[1]};
    long[] out = {primitives.batch, step.weights().shape()[0]};
    var pd =
        new inner_product_backward_data.primitive_desc(
            dnnl.engine,
            dnnl.plain(in, primitives.type),
            dnnl.any(step.weights().shape(), primitives.type),
            dnnl.plain(out, primitives.type),
            forward.products.get(fused),
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
        arg(DNNL_ARG_WEIGHTS, forward.weights.weights(fused, step.weights(), pd.weights_desc())),
        arg(DNNL_ARG_DIFF_SRC, before));
    return before.view(primitives.plain(step.input(), primitives.type));
  }
}
