package robusta.kernel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.run.RobustaException;

/** The process that measures one case in one precision; see {@link BenchCommand}. */
public final class BenchWorker {
  private static final int WARM_UPS = 2;

  private BenchWorker() {}

  /**
   * Prints a line of JSON for each thing measured.
   *
   * @param arguments the case, the precision and how many timed runs
   */
  public static void main(String[] arguments) {
    BenchCase subject = BenchCase.named(arguments[0]);
    Precision precision = Precision.valueOf(arguments[1]);
    int repeat = Integer.parseInt(arguments[2]);
    try {
      Work work = new Work(subject, OneDnnEngine.instance(), precision);
      measure(subject, "input_grad", precision, repeat, work::inputGradient);
      measure(subject, "train_step", precision, repeat, work::trainStep);
      measure(subject, "pgd7_step", precision, repeat, work::adversarialStep);
    } catch (RobustaException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void measure(
      BenchCase subject, String what, Precision precision, int repeat, Supplier<Work.Task> open) {
    // PyTorch gives memory back as soon as nobody refers to it; without this the peak of one thing
    // measured would hold the momentum that the one before has left.
    System.gc();
    List<Double> seconds = new ArrayList<>();
    try (Work.Task task = open.get()) {
      for (int run = 0; run < WARM_UPS + repeat; run++) {
        long start = System.nanoTime();
        task.run();
        if (run >= WARM_UPS) {
          seconds.add((System.nanoTime() - start) * 1e-9);
        }
      }
    }
    double median = Results.median(seconds).getAsDouble();
    System.out.println(
        new Measurement("robusta", subject.label(), subject.batch(), what, precision.word(), median)
            .json());
    System.out.flush();
  }
}
