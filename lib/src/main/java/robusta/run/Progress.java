package robusta.run;

/**
 * Where a long computation tells how far it is. Front ends decide how to show it: a line that is
 * rewritten in a terminal, one output that updates in place in a notebook.
 */
public interface Progress {

  /** Shows nothing. */
  Progress NONE =
      (task, done, total, note) -> {
        // Silence is what was asked for.
      };

  /**
   * Reports that {@code done} of {@code total} units of {@code task} are finished. A task ends when
   * {@code done == total}; what is reported under the same name afterwards is a new task.
   *
   * @param task what is being done, such as {@code "invert"} or {@code "epoch 3/10"}
   * @param done units finished, from 0 to {@code total}
   * @param total units in all; 0 when unknown
   * @param note what a person wants to see beside it, such as {@code "loss 0.41 1200 images/s"};
   *     may be empty
   */
  void report(String task, long done, long total, String note);
}
