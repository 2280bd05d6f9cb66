package robusta.represent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.attack.PgdRun;
import robusta.attack.ProgressListener;
import robusta.attack.StepListener;
import robusta.data.Images;
import robusta.engine.EvalSession;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.RunContext;

/** Runs an optimisation and keeps what a figure wants of it. */
final class Search {
  /** Points of a loss curve, besides its end: more than a plot shows. */
  private static final int LOSS_POINTS = 100;

  private Search() {}

  /**
   * What came out.
   *
   * @param steps steps taken per example
   */
  record Outcome(
      Images images, LossCurve losses, List<Snapshot> snapshots, int[] steps, boolean stopped) {}

  /**
   * Optimises {@code start} in a ball around itself. When cancelled, the outcome is what was
   * reached. The session no longer listens to the cancellation then, so that what was reached can
   * still be measured.
   *
   * <p>Where examples end before the last step, evenly spaced images are kept by going the way
   * again, up to where the last of these ended: only then it is known how long it is.
   */
  static Outcome run(
      String task,
      Pgd pgd,
      EvalSession session,
      Images start,
      Objective objective,
      Filmstrip film,
      RunContext context) {
    film.require(pgd.steps());
    Outcome outcome = run(task, pgd, session, start, objective, film, pgd.steps(), context);
    OptionalInt ended = Arrays.stream(outcome.steps()).filter(n -> n < pgd.steps()).max();
    if (film.number() < 2 || outcome.stopped() || ended.isEmpty()) {
      session.cancelWith(new Cancellation());
      return outcome;
    }
    Outcome again = run(task, pgd, session, start, objective, film, ended.getAsInt(), context);
    session.cancelWith(new Cancellation());
    return again.stopped() ? outcome : again;
  }

  private static Outcome run(
      String task,
      Pgd pgd,
      EvalSession session,
      Images start,
      Objective objective,
      Filmstrip film,
      int filmed,
      RunContext context) {
    int count = start.count();
    PgdRun run = pgd.on(session, start.channels(), start.height(), start.width());
    Recorder recorder = new Recorder(pgd.steps(), start, film, filmed);
    ProgressListener progress = new ProgressListener(context, task, pgd, count);
    run.listen(
        (step, state) -> {
          recorder.step(step, state);
          progress.step(step, state);
        });
    float[] reached = new float[start.pixels().length];
    boolean stopped = false;
    float[] last;
    try {
      run.perturb(start.pixels(), count, objective, context.random(task, 0), reached);
      progress.finish();
      last = new float[count];
      run.losses(reached, count, objective, last);
    } catch (CancelledException e) {
      stopped = true;
      // Who stops it does not want to wait for the losses of the end.
      last = run.lossesReached();
    }
    Images images = start.withPixels(reached, count);
    int[] steps = run.stepsTaken();
    return new Outcome(
        images, recorder.curve(steps, last), recorder.snapshots(steps, images), steps, stopped);
  }

  /** Keeps losses and images at evenly spaced steps. */
  private static final class Recorder implements StepListener {
    private final boolean wanted;
    private final int imageSize;
    private final int[] lossSteps;
    private final float[][] losses;
    private final int[] snapshotSteps;
    private final List<Snapshot> snapshots = new ArrayList<>();

    Recorder(int steps, Images start, Filmstrip film, int filmed) {
      this.wanted = film.wanted();
      this.imageSize = start.imageSize();
      this.lossSteps = Filmstrip.evenly(Math.min(steps, LOSS_POINTS), steps);
      this.losses = new float[lossSteps.length][start.count()];
      for (float[] row : losses) {
        Arrays.fill(row, Float.NaN);
      }
      // The end is what the optimisation returns, which may not be its last iterate.
      this.snapshotSteps = film.steps(filmed);
      for (int step : snapshotSteps) {
        snapshots.add(new Snapshot(step, start.copy()));
      }
    }

    @Override
    public void step(int step, State state) {
      int loss = Arrays.binarySearch(lossSteps, step);
      if (loss >= 0) {
        System.arraycopy(state.losses(), 0, losses[loss], state.first(), state.count());
      }
      int snapshot = Arrays.binarySearch(snapshotSteps, step);
      if (snapshot >= 0) {
        System.arraycopy(
            state.images(),
            0,
            snapshots.get(snapshot).images().pixels(),
            state.first() * imageSize,
            state.count() * imageSize);
      }
    }

    /** The curve up to the last step that any example took. */
    LossCurve curve(int[] stepsTaken, float[] last) {
      int end = Arrays.stream(stepsTaken).max().orElse(0);
      int rows = (int) Arrays.stream(lossSteps).filter(step -> step < end).count();
      int[] shown = Arrays.copyOf(lossSteps, rows + 1);
      shown[rows] = end;
      float[][] values = Arrays.copyOf(losses, rows + 1);
      values[rows] = last;
      for (int k = 0; k < rows; k++) {
        for (int i = 0; i < last.length; i++) {
          if (stepsTaken[i] <= shown[k] && shown[k] > 0 || Float.isNaN(values[k][i])) {
            values[k][i] = last[i];
          }
        }
      }
      return new LossCurve(shown, values);
    }

    /** The snapshots up to the last step that any example took, and the end. */
    List<Snapshot> snapshots(int[] stepsTaken, Images end) {
      int last = Arrays.stream(stepsTaken).max().orElse(0);
      if (!wanted) {
        return List.of();
      }
      List<Snapshot> shown = new ArrayList<>();
      for (Snapshot snapshot : snapshots) {
        if (snapshot.step() < last) {
          for (int i = 0; i < stepsTaken.length; i++) {
            if (stepsTaken[i] < snapshot.step()) {
              System.arraycopy(
                  end.pixels(),
                  i * imageSize,
                  snapshot.images().pixels(),
                  i * imageSize,
                  imageSize);
            }
          }
          shown.add(snapshot);
        }
      }
      shown.add(new Snapshot(last, end));
      return shown;
    }
  }
}
