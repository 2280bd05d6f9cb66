package robusta.engine.onednn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.plan.Parameter;
import robusta.plan.Plan;
import robusta.plan.Step;

/** What a {@link TrainProgram} will take: it goes its way without oneDNN. */
final class TrainFootprint {
  private final Plan plan;
  private final Sizes sizes;
  private final boolean converted;
  private final Ledger forward = new Ledger();
  private final Ledger backward = new Ledger();
  private final Flow flow = new Flow(backward);
  private final Set<Step> absorbed = new HashSet<>();
  private final Set<Integer> kept = new HashSet<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final int[] readers;
  private long outside;

  private TrainFootprint(Plan plan, Precision precision, int batch) {
    this.plan = plan;
    this.sizes = new Sizes(plan, precision, batch);
    this.converted = precision == Precision.BF16;
    this.readers = new int[plan.shapes().size()];
  }

  static MemoryEstimate of(Plan plan, Precision precision, int batch) {
    return new TrainFootprint(plan, precision, batch).estimate();
  }

  private MemoryEstimate estimate() {
    for (Step step : plan.steps()) {
      step.inputs().forEach(input -> readers[input]++);
      keep(step);
    }
    for (Step step : plan.steps()) {
      if (!absorbed.contains(step)) {
        forward(step);
      }
    }
    flow.add(plan.logits(), Flow.outside());
    List<Step> steps = plan.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (!absorbed.contains(steps.get(i)) && flow.reaches(result(steps.get(i)))) {
        backward(steps.get(i));
      }
    }
    // The program that goes back begins behind all of the other one.
    return new MemoryEstimate(
        forward.total() + backward.total(), gradient(), sizes.border(0) + outside, sizes.scratch());
  }

  /** The gradient of all weights where DL4J wants it. */
  private long gradient() {
    long numbers = 0;
    for (Step step : plan.steps()) {
      if (step instanceof Step.Conv conv) {
        numbers += conv.weights().size();
      } else if (step instanceof Step.Dense dense) {
        numbers += dense.weights().size();
      }
    }
    return Sizes.FLOAT * numbers;
  }

  /** Notes what a step's gradient needs again, and which activation it computes on the way. */
  private void keep(Step step) {
    if (readsAgain(step)) {
      kept.add(step.inputs().get(0));
    }
    if (step instanceof Step.Activate) {
      kept.add(step.output());
    }
    if (step instanceof Step.Add || step instanceof Step.BatchNorm) {
      Step.Activate after = after(step);
      if (after != null) {
        absorbed.add(after);
      }
      if (after != null && step instanceof Step.BatchNorm) {
        // Its mask is enough, unless the next one needs the result.
        boolean wanted =
            plan.consumers(after.output()).stream().anyMatch(TrainFootprint::readsAgain);
        if (!wanted) {
          dropped.add(after.output());
        }
      }
    }
  }

  private static boolean readsAgain(Step step) {
    return step instanceof Step.Conv
        || step instanceof Step.BatchNorm
        || step instanceof Step.Dense;
  }

  /** The activation that a step computes, too. */
  private Step.Activate after(Step step) {
    List<Step> consumers = plan.consumers(step.output());
    if (consumers.size() == 1 && consumers.get(0) instanceof Step.Activate activate) {
      return step instanceof Step.Add || activate.function().plainRelu() ? activate : null;
    }
    return null;
  }

  private int result(Step step) {
    Step.Activate after =
        step instanceof Step.Add || step instanceof Step.BatchNorm ? after(step) : null;
    return after == null ? step.output() : after.output();
  }

  private void forward(Step step) {
    int out = result(step);
    long own = 0;
    if (step instanceof Step.Conv conv) {
      own = sizes.weights(conv.weights()) + copyOfImages(conv.input());
    } else if (step instanceof Step.Dense dense) {
      own = sizes.weights(dense.weights());
    } else if (step instanceof Step.BatchNorm norm && out != norm.output()) {
      forward.keep(sizes.mask(out));
    } else if (step instanceof Step.Pool pool) {
      forward.keep(sizes.workspace(pool));
    } else if (step instanceof Step.Dropout dropout) {
      outside += sizes.border(dropout.output());
      forward.keep(sizes.value(dropout.output()));
    } else if (step instanceof Step.Pad pad) {
      outside += sizes.value(pad.output());
      kept.add(out);
    }
    if (lives(out)) {
      forward.keep(step instanceof Step.Pad ? 0 : sizes.value(out));
    } else {
      forward.take(sizes.value(out));
    }
    forward.pass(own);
    for (int input : step.inputs()) {
      if (--readers[input] == 0 && input != 0 && !lives(input)) {
        forward.release(sizes.value(input));
      }
    }
  }

  private boolean lives(int value) {
    return kept.contains(value) && !dropped.contains(value);
  }

  /** The images are float32 and row-major; a convolution reads them in its own format. */
  private long copyOfImages(int input) {
    return input == 0 && converted ? sizes.value(0) : 0;
  }

  private void backward(Step step) {
    int out = result(step);
    Flow.Part gradient = flow.total(out, sizes.value(out));
    if (step instanceof Step.Conv conv) {
      weights(conv.weights(), copyOfImages(conv.input()));
      if (conv.input() != 0) {
        toInput(conv.input(), sizes.weights(conv.weights()));
      }
    } else if (step instanceof Step.Dense dense) {
      if (dense.input() != 0) {
        toInput(dense.input(), sizes.weights(dense.weights()));
      }
    } else if (step instanceof Step.Add add) {
      Flow.Part before = gradient;
      if (out != add.output()) {
        before = flow.make(sizes.value(out));
      }
      for (int input : add.inputs()) {
        flow.add(input, before);
      }
    } else {
      for (int input : step.inputs()) {
        toInput(input, 0);
      }
    }
    flow.release(gradient);
  }

  /** The gradient of weights in the layout that oneDNN likes, before it is copied to DL4J's. */
  private void weights(Parameter weights, long beside) {
    backward.pass((long) Sizes.FLOAT * weights.size() + beside);
  }

  private void toInput(int input, long beside) {
    flow.add(input, flow.make(sizes.value(input)));
    backward.pass(beside);
  }
}
