package robusta.attack;

import robusta.run.RunContext;

/**
 * Reports an optimisation's steps as progress and looks at the request to stop before each.
 *
 * <p>Progress counts example-steps, so that sub-batches and restarts add up.
 */
public final class ProgressListener implements StepListener {
  private final RunContext context;
  private final String task;
  private final long steps;
  private final long count;
  private final long restarts;

  /**
   * A listener for one optimisation.
   *
   * @param task what progress calls it
   * @param count examples in the whole batch
   */
  public ProgressListener(RunContext context, String task, Pgd pgd, int count) {
    this.context = context;
    this.task = task;
    this.steps = pgd.steps();
    this.count = count;
    this.restarts = pgd.restarts();
  }

  @Override
  public void step(int step, State state) {
    context.cancellation().check();
    long before = state.first() * steps * restarts;
    long here = (state.restart() * steps + Math.min(step + 1, steps)) * state.count();
    double sum = 0;
    for (int i = 0; i < state.count(); i++) {
      sum += state.losses()[i];
    }
    // The end is reported by finish alone: an example may stop early, and progress ends once.
    report(Math.min(before + here, total() - 1), "loss %.4g".formatted(sum / state.count()));
  }

  /** Reports that the optimisation is over. */
  public void finish() {
    report(total(), "");
  }

  private long total() {
    return steps * count * restarts;
  }

  private void report(long finished, String note) {
    context.progress().report(task, finished, total(), note);
  }
}
