package robusta.display;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import robusta.figure.Figures;
import robusta.train.History;
import robusta.train.TrainingResult;

/**
 * The curves of a training that runs: one picture that is drawn anew as epochs end. Only a
 * {@linkplain Display#live live} display shows them.
 */
public final class LiveTraining {
  /** A curve of one point is none. */
  private static final int LEAST_EPOCHS = 2;

  private static final double REFRESH_SECONDS = 1;

  private final Display display;
  private final Path file;
  private final LongSupplier nanoTime;
  private Shown shown;
  private double last = Double.NEGATIVE_INFINITY;

  /**
   * The curves of a training that begins.
   *
   * @param file see {@link Display#show}
   */
  public LiveTraining(Display display, Path file) {
    this(display, file, System::nanoTime);
  }

  LiveTraining(Display display, Path file, LongSupplier nanoTime) {
    this.display = display;
    this.file = file;
    this.nanoTime = nanoTime;
  }

  /** An epoch ended. */
  public void follow(History history) {
    double now = nanoTime.getAsLong() * 1e-9;
    if (!display.live() || history.epochs().size() < LEAST_EPOCHS || now - last < REFRESH_SECONDS) {
      return;
    }
    last = now;
    // A picture only: the charts that a reader can point at would carry their script each time.
    show(FigureLook.picture(Figures.of(history)));
  }

  /** The training ended, or was stopped. */
  public void end(TrainingResult result) {
    if (display.live() && result.history().epochs().size() >= LEAST_EPOCHS) {
      show(FigureLook.of(Figures.of(result)));
    }
  }

  private void show(Rendering rendering) {
    if (shown == null) {
      shown = display.show(rendering, file);
    } else {
      shown.update(rendering);
    }
  }
}
