package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Step;

/**
 * What the layers of a network in training share: the two programs that they add to, the values
 * they have computed, and for each step how its gradient goes back.
 */
final class Tape {
  final Native dnnl;
  final Plan plan;
  final Primitives primitives;
  final Program forward;
  final Program backward;
  final Gradients gradients;
  final Tensor[] values;
  private final ParameterMemory parameters;
  private final ParameterMemory gradientMemory;
  private final Map<Step, Runnable> rules = new HashMap<>();

  Tape(
      Native dnnl,
      Plan plan,
      Primitives primitives,
      ParameterMemory parameters,
      ParameterMemory gradientMemory) {
    this.dnnl = dnnl;
    this.plan = plan;
    this.primitives = primitives;
    this.parameters = parameters;
    this.gradientMemory = gradientMemory;
    this.forward = new Program(dnnl);
    this.backward = new Program(dnnl);
    this.gradients = new Gradients(backward);
    this.values = new Tensor[plan.shapes().size()];
  }

  /** A tensor with memory of its own, zero at first. */
  Tensor host(memory.desc desc) {
    Tensor tensor = new Tensor(desc);
    FloatPointer data = new FloatPointer((tensor.bytes() + 3) / 4);
    Pointer.memset(data, 0, tensor.bytes());
    return tensor.bind(data);
  }

  /** A parameter where DL4J keeps it. */
  Tensor parameter(Parameter parameter) {
    return at(parameters, parameter);
  }

  /** The gradient of a parameter where DL4J wants it. */
  Tensor gradient(Parameter parameter) {
    return at(gradientMemory, parameter);
  }

  private Tensor at(ParameterMemory where, Parameter parameter) {
    return new Tensor(dnnl.strided(parameter.shape(), Native.F32, parameter.strides()))
        .bind(where.at(parameter));
  }

  /** A parameter with a number per channel; where there is none, one that is the same for all. */
  Tensor perChannel(Parameter parameter, float fixed, long[] channels) {
    if (parameter != null) {
      return parameter(parameter);
    }
    Tensor constant = host(dnnl.plain(channels, Native.F32));
    float[] filled = new float[(int) channels[0]];
    java.util.Arrays.fill(filled, fixed);
    ((FloatPointer) constant.data()).put(filled);
    return constant;
  }

  /** Where the gradient of such a parameter goes; nowhere that matters if there is none. */
  Tensor gradientPerChannel(Parameter parameter, memory.desc vector) {
    return parameter == null ? new Tensor(vector) : gradient(parameter);
  }

  /** The memory of all parameters. */
  ParameterMemory parameters() {
    return parameters;
  }

  /** The gradient of a value in its layout, or null where the loss does not depend on it. */
  Tensor gradient(int value) {
    return gradients.total(value, values[value].desc);
  }

  /** A value in the network's number format, which the images don't have. */
  Tensor typed(int value, Step reader) {
    return value == 0
        ? forward.as(values[0], primitives.plain(0, primitives.type), reader.layer())
        : values[value];
  }

  /** What a step does with the gradient of its output. */
  interface Rule {
    void apply(Tensor gradient);
  }

  /** How the gradient goes back through a step, where the loss depends on it. */
  void back(Step step, Rule rule) {
    back(step, step.output(), rule);
  }

  /** The same for a step that has computed a later step's output, too. */
  void back(Step step, int output, Rule rule) {
    rules.put(
        step,
        () -> {
          Tensor gradient = gradient(output);
          if (gradient != null) {
            rule.apply(gradient);
          }
        });
  }

  /** Adds what the steps do on the way back, the last one first. */
  void goBack() {
    List<Step> steps = new ArrayList<>(plan.steps());
    for (int i = steps.size() - 1; i >= 0; i--) {
      Runnable rule = rules.get(steps.get(i));
      if (rule != null) {
        rule.run();
      }
    }
  }

  /** The activation that alone reads a value, or null. */
  Step.Activate onlyActivation(int value) {
    List<Step> consumers = plan.consumers(value);
    return consumers.size() == 1 && consumers.get(0) instanceof Step.Activate activate
        ? activate
        : null;
  }
}
