package robusta.engine.onednn;

import java.util.List;
import java.util.Set;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.engine.Work;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Step;

/** What a {@link FrozenProgram} will take: it goes its way without oneDNN. */
final class FrozenFootprint {
  private final Plan plan;
  private final List<Fused> steps;
  private final Set<Integer> wanted;
  private final Sizes sizes;
  private final boolean converted;
  private final Ledger forward = new Ledger();
  private final Ledger backward = new Ledger();
  private final Flow flow = new Flow(backward);
  private long weights;
  private long padded;

  private FrozenFootprint(Plan plan, Set<Integer> wanted, Precision precision, int batch) {
    this.plan = plan;
    this.steps = Fused.fuse(plan, wanted);
    this.wanted = wanted;
    this.sizes = new Sizes(plan, precision, batch);
    this.converted = precision == Precision.BF16;
  }

  static MemoryEstimate of(
      Plan plan, Set<Integer> wanted, Work work, Precision precision, int batch) {
    return new FrozenFootprint(plan, wanted, precision, batch).estimate(work);
  }

  private MemoryEstimate estimate(Work work) {
    weights = (long) Sizes.FLOAT * plan.largestWeights();
    int[] readers = new int[plan.shapes().size()];
    for (Fused fused : steps) {
      fused.head().inputs().forEach(input -> readers[input]++);
      if (fused.residual() >= 0) {
        readers[fused.residual()]++;
      }
    }
    steps.forEach(fused -> forward(fused, readers));
    if (work == Work.INPUT_GRADIENT) {
      flow.add(plan.logits(), Flow.outside());
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (flow.reaches(steps.get(i).output())) {
          backward(steps.get(i));
        }
      }
    }
    return new MemoryEstimate(
        forward.total() + backward.total(), weights, 2 * sizes.border(0) + padded, 0);
  }

  private void forward(Fused fused, int... readers) {
    Step head = fused.head();
    if (head instanceof Step.Conv conv) {
      weights += sizes.weights(conv.weights());
      forward.pass(conv.input() == 0 && converted ? sizes.value(0) : 0);
    } else if (head instanceof Step.Dense dense) {
      weights += sizes.weights(dense.weights());
    } else if (head instanceof Step.Pool pool) {
      forward.keep(sizes.workspace(pool));
    } else if (head instanceof Step.Pad pad) {
      padded += sizes.value(pad.output());
    }
    if (!(head instanceof Step.Pad)) {
      add(fused.output());
    }
    head.inputs().forEach(input -> read(input, readers));
    if (fused.residual() >= 0) {
      read(fused.residual(), readers);
    }
  }

  private void add(int value) {
    if (kept(value)) {
      forward.keep(sizes.value(value));
    } else {
      forward.take(sizes.value(value));
    }
  }

  private void read(int value, int... readers) {
    boolean last = --readers[value] == 0;
    if (last && value != 0 && !kept(value) && !(plan.producer(value) instanceof Step.Pad)) {
      forward.release(sizes.value(value));
    }
  }

  /** Whether the way back needs a value, or whoever asked for it. */
  private boolean kept(int value) {
    return wanted.contains(value)
        || steps.stream().anyMatch(fused -> fused.output() == value && fused.activation() != null);
  }

  private void backward(Fused fused) {
    Step head = fused.head();
    Flow.Part gradient = flow.total(fused.output(), sizes.value(fused.output()));
    if (fused.activation() != null) {
      Flow.Part before = flow.make(sizes.value(fused.output()));
      flow.add(fused.output(), before);
      flow.release(gradient);
      gradient = flow.total(fused.output(), 0);
    }
    if (fused.residual() >= 0) {
      flow.add(fused.residual(), gradient);
    }
    if (head instanceof Step.Conv conv) {
      Flow.Part before = flow.make(sizes.value(conv.input()));
      if (Primitives.turnable(conv)) {
        flow.absorb(conv.input());
      }
      flow.add(conv.input(), before);
      copy(conv.weights());
    } else if (head instanceof Step.Add || head instanceof Step.Dropout) {
      Flow.Part passed = gradient;
      head.inputs().forEach(input -> flow.add(input, passed));
    } else if (head instanceof Step.Activate activate) {
      flow.add(activate.input(), gradient);
    } else {
      head.inputs().forEach(input -> flow.add(input, flow.make(sizes.value(input))));
    }
    flow.release(gradient);
  }

  /** Going back reads the weights in a layout of its own. */
  private void copy(Parameter read) {
    weights += sizes.weights(read);
  }
}
