package robusta.engine.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import robusta.plan.Plan;
import robusta.run.Cancellation;

/** A frozen network compiled for one batch size: forward, and gradients from sets of values. */
final class FrozenProgram implements AutoCloseable {

  /** Which gradients go in, and how the last ReLU passes them. */
  record Backward(Set<Integer> from, boolean fakeRelu) {}

  private record BackwardProgram(Program program, boolean reachesInput) {}

  private final Native dnnl;
  private final FrozenForward network;
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
    forward = new Program(dnnl);
    network =
        new FrozenForward(plan, steps, weights, new Primitives(dnnl, plan, type, batch), forward);
    inputGradient = natives.own(() -> host(0));
    try {
      natives.own(() -> network.compile(wanted));
    } catch (Arena.NotEnoughMemory e) {
      close();
      throw e;
    }
  }

  /** The normalised images, to be filled before {@link #forward}: float32, row-major. */
  FloatPointer input() {
    return (FloatPointer) network.values[0].data();
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
    reader.copy(network.values[value], read.get(value), "read");
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
    BackwardProgram backward = backwards.computeIfAbsent(key, k -> natives.own(() -> compile(k)));
    if (backward.reachesInput) {
      restore(cancellation);
      backward.program.run(cancellation);
    }
    return backward.reachesInput;
  }

  private Tensor host(int value) {
    return Tensor.zeros(network.primitives.plain(value, Native.F32));
  }

  private BackwardProgram compile(Backward key) {
    Program program = new Program(dnnl);
    FrozenBackward backward = new FrozenBackward(network, program);
    for (int value : key.from) {
      gradient(value);
      backward.from(value, injected.get(value));
    }
    Tensor total = backward.compile(key.fakeRelu);
    if (total != null) {
      program.copy(total, inputGradient, "input gradient");
    }
    return new BackwardProgram(program.build(forward.end()), total != null);
  }

  @Override
  public void close() {
    forward.close();
    readers.values().forEach(Program::close);
    backwards.values().forEach(backward -> backward.program.close());
    natives.close();
  }
}
