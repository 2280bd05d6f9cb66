package robusta.engine.onednn;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.plan.Plan;
import robusta.run.Cancellation;
import robusta.run.RobustaException;

/** A frozen network on oneDNN: one program per batch size, weights shared by all of them. */
final class FrozenSession implements EvalSession {
  private final Native dnnl;
  private final Model model;
  private final Plan plan;
  private final Set<Integer> wanted = new HashSet<>();
  private final List<Fused> steps;
  private final memory.data_type type;
  private final Pixels pixels;
  private final Programs<FrozenProgram> programs;
  private FrozenWeights weights;
  private Cancellation cancellation = new Cancellation();
  private FrozenProgram current;
  private int count;
  private float[] images = new float[0];

  FrozenSession(Native dnnl, Model model, Plan plan, Set<Tap> taps, Precision precision) {
    this.dnnl = dnnl;
    this.model = model;
    this.plan = plan;
    this.type = precision == Precision.BF16 ? Native.BF16 : Native.F32;
    for (Tap tap : taps) {
      if (!tap.equals(Tap.INPUT)) {
        wanted.add(value(tap));
      }
    }
    wanted.add(plan.logits());
    this.steps = Fused.fuse(plan, wanted);
    this.pixels = new Pixels(model.normalizer(), model.height() * model.width());
    this.programs =
        new Programs<>(
            model,
            size -> program(size),
            size -> FrozenFootprint.of(plan, wanted, Work.FORWARD, precision, size),
            () -> !weights.isEmpty(),
            dnnl.arena::free);
    NativeThread.run(
        () -> weights = new FrozenWeights(dnnl, new ParameterMemory(model.graph().params()), plan));
  }

  private FrozenProgram program(int size) {
    return new FrozenProgram(dnnl, plan, steps, wanted, weights, type, size);
  }

  private int value(Tap tap) {
    if (tap.equals(Tap.LOGITS)) {
      return plan.logits();
    } else if (tap.equals(Tap.REPRESENTATION)) {
      return plan.representation();
    } else {
      return plan.layer(tap.layer());
    }
  }

  @Override
  public int inputSize() {
    return plan.shapes().get(0).size();
  }

  @Override
  public int size(Tap tap) {
    return tap.equals(Tap.INPUT) ? inputSize() : plan.shapes().get(value(tap)).size();
  }

  @Override
  public void forward(float[] newImages, int newCount) {
    pixels.require(newImages, newCount);
    NativeThread.run(
        () -> {
          current = null;
          FrozenProgram program = programs.get(newCount);
          int length = newCount * inputSize();
          if (images.length < length) {
            images = new float[length];
          }
          System.arraycopy(newImages, 0, images, 0, length);
          pixels.write(images, newCount, program.input());
          current = program;
          count = newCount;
          current.forward(cancellation);
        },
        cancellation);
  }

  @Override
  public void value(Tap tap, float[] into) {
    requireForward();
    if (tap.equals(Tap.INPUT)) {
      System.arraycopy(images, 0, into, 0, count * inputSize());
      return;
    }
    int value = value(tap);
    if (!wanted.contains(value)) {
      throw new RobustaException(
          "the value of '%s' was not asked for when the session was opened".formatted(tap.layer()));
    }
    NativeThread.run(
        () -> {
          try {
            current.value(value, cancellation).get(into, 0, count * size(tap));
          } catch (Arena.NotEnoughMemory e) {
            throw tooBig(e);
          }
        },
        cancellation);
  }

  @Override
  public void backward(Map<Tap, float[]> gradients, boolean fakeRelu, float[] into) {
    requireForward();
    NativeThread.run(
        () -> {
          Map<Integer, float[]> byValue = new LinkedHashMap<>();
          gradients.forEach(
              (tap, gradient) -> {
                if (!tap.equals(Tap.INPUT)) {
                  byValue.merge(value(tap), gradient, FrozenSession::plus);
                }
              });
          if (!wanted.containsAll(byValue.keySet())) {
            throw new RobustaException(
                "a gradient came in for a value that was not asked for when the session was"
                    + " opened");
          }
          byValue.forEach(
              (value, gradient) ->
                  current
                      .gradient(value)
                      .put(gradient, 0, count * plan.shapes().get(value).size()));
          if (!byValue.isEmpty() && reachesInput(byValue.keySet(), fakeRelu)) {
            pixels.readGradient(current.inputGradient(), images, count, into);
          } else {
            Arrays.fill(into, 0, count * inputSize(), 0);
          }
          float[] direct = gradients.get(Tap.INPUT);
          if (direct != null) {
            for (int i = 0; i < count * inputSize(); i++) {
              into[i] += direct[i];
            }
          }
        },
        cancellation);
  }

  /** Computes the input gradient; false where the image has no part in those values. */
  private boolean reachesInput(Set<Integer> from, boolean fakeRelu) {
    try {
      return current.backward(new FrozenProgram.Backward(Set.copyOf(from), fakeRelu), cancellation);
    } catch (Arena.NotEnoughMemory e) {
      throw tooBig(e);
    }
  }

  private RobustaException tooBig(Arena.NotEnoughMemory e) {
    current = null;
    return programs.tooBig(count, e);
  }

  private static float[] plus(float[] a, float[] b) {
    float[] sum = new float[Math.min(a.length, b.length)];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private void requireForward() {
    if (current == null) {
      throw new IllegalStateException("nothing has gone through the network yet");
    }
  }

  @Override
  public void refresh() {
    NativeThread.run(weights::refresh);
  }

  @Override
  public void refreshHead() {
    NativeThread.run(() -> weights.refresh(plan.head()));
  }

  @Override
  public void cancelWith(Cancellation request) {
    cancellation = request;
  }

  @Override
  public void close() {
    NativeThread.run(
        () -> {
          current = null;
          programs.close();
          weights.close();
        });
  }

  @Override
  public String toString() {
    return "frozen " + model.name();
  }
}
