package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import robusta.plan.Activation;
import robusta.plan.Plan;
import robusta.plan.Step;

/**
 * Several steps of a plan that a frozen network computes as one.
 *
 * @param head the first of them
 * @param norm the batch norm folded into the head's weights, or null
 * @param residual the value added to the head's result, or -1
 * @param activation the function applied at the end, or null
 * @param lastRelu whether that function is the one that fake_relu replaces
 * @param output the value that it all computes
 */
record Fused(
    Step head,
    Step.BatchNorm norm,
    int residual,
    Activation activation,
    boolean lastRelu,
    int output) {

  /**
   * Fuses batch norm, addition and activation into the convolution, dense layer or addition before
   * them, except where a value in between is wanted.
   *
   * @param wanted values that must be computed for their own sake
   */
  static List<Fused> fuse(Plan plan, Set<Integer> wanted) {
    List<Fused> fused = new ArrayList<>();
    Set<Step> done = new HashSet<>();
    Step lastRelu = plan.lastRelu();
    for (Step step : plan.steps()) {
      if (done.contains(step)) {
        continue;
      }
      Chain chain = new Chain(plan, wanted, step);
      if (step instanceof Step.Conv) {
        chain.norm();
        if (chain.next() instanceof Step.Add add && add.inputs().size() == 2) {
          if (laterBranch(plan, wanted, add, chain.value)) {
            chain.follow(add);
          } else {
            fused.add(chain.end(lastRelu));
            done.addAll(chain.steps);
            continue;
          }
        }
        chain.activation();
      } else if (step instanceof Step.Dense) {
        chain.norm();
        chain.activation();
      } else if (step instanceof Step.Add) {
        chain.activation();
      } else if (step instanceof Step.Activate) {
        chain.isActivation();
      }
      fused.add(chain.end(lastRelu));
      done.addAll(chain.steps);
    }
    fused.sort(java.util.Comparator.comparingInt(f -> position(plan, f.output)));
    return fused;
  }

  /** Whether, of an addition's operands, this one is the last that a convolution computes. */
  private static boolean laterBranch(Plan plan, Set<Integer> wanted, Step.Add add, int value) {
    if (add.inputs().get(0).equals(add.inputs().get(1))) {
      return false;
    }
    int other = add.inputs().get(0) == value ? add.inputs().get(1) : add.inputs().get(0);
    Step producer = plan.producer(other);
    if (producer instanceof Step.BatchNorm norm
        && plan.consumers(norm.input()).size() == 1
        && !wanted.contains(norm.input())) {
      producer = plan.producer(norm.input());
    }
    boolean otherFusable =
        producer instanceof Step.Conv
            && plan.consumers(other).size() == 1
            && !wanted.contains(other);
    return !otherFusable || position(plan, other) < position(plan, value);
  }

  private static int position(Plan plan, int value) {
    return plan.steps().indexOf(plan.producer(value));
  }

  /** Steps that follow one another, each the only reader of the one before. */
  private static final class Chain {
    private final Plan plan;
    private final Set<Integer> wanted;
    private final Step head;
    private final List<Step> steps = new ArrayList<>();
    private Step.BatchNorm norm;
    private int residual = -1;
    private Step.Activate activate;
    private int value;

    Chain(Plan plan, Set<Integer> wanted, Step head) {
      this.plan = plan;
      this.wanted = wanted;
      this.head = head;
      this.value = head.output();
      steps.add(head);
    }

    Step next() {
      if (wanted.contains(value)) {
        return null;
      }
      List<Step> consumers = plan.consumers(value);
      return consumers.size() == 1 ? consumers.get(0) : null;
    }

    void norm() {
      if (next() instanceof Step.BatchNorm batchNorm) {
        norm = batchNorm;
        follow(batchNorm);
      }
    }

    void activation() {
      if (next() instanceof Step.Activate step) {
        activate = step;
        follow(step);
      }
    }

    void isActivation() {
      activate = (Step.Activate) head;
    }

    void follow(Step step) {
      if (step instanceof Step.Add add) {
        residual = add.inputs().get(0) == value ? add.inputs().get(1) : add.inputs().get(0);
      }
      steps.add(step);
      value = step.output();
    }

    Fused end(Step lastRelu) {
      return new Fused(
          head,
          norm,
          residual,
          activate == null ? null : activate.function(),
          activate != null && activate == lastRelu,
          value);
    }
  }
}
