package robusta.display;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import robusta.run.Progress;

/**
 * Progress in the cells of a notebook: one output per cell that updates in place, and that in the
 * end says in a line per task what it did. What ends within a second is not shown.
 */
public final class NotebookProgress implements Progress {
  static final double QUIET_SECONDS = 1;
  private static final double REFRESH_SECONDS = 0.25;

  private final Supplier<Output> outputs;
  private final LongSupplier nanoTime;
  private final Map<Output, Cell> cells = new WeakHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final String session = Long.toHexString(System.nanoTime());

  /** What is shown of one cell's tasks, and when it was. */
  private static final class Cell {
    final ProgressBoard board = new ProgressBoard();
    final String id;
    boolean shown;
    double last;

    Cell(String id) {
      this.id = id;
    }
  }

  /** A session's progress, whose cells each have theirs {@link #in} their output. */
  public NotebookProgress() {
    this(() -> null, System::nanoTime);
  }

  NotebookProgress(Supplier<Output> outputs, LongSupplier nanoTime) {
    this.outputs = outputs;
    this.nanoTime = nanoTime;
  }

  /** The progress of one cell, whichever thread reports it. */
  public Progress in(Output output) {
    return (task, done, total, note) -> report(output, task, done, total, note);
  }

  @Override
  public void report(String task, long done, long total, String note) {
    report(outputs.get(), task, done, total, note);
  }

  private synchronized void report(Output output, String task, long done, long total, String note) {
    if (output == null) {
      return; // Nobody's cell.
    }
    Cell cell =
        cells.computeIfAbsent(
            output,
            key -> new Cell("robusta-progress-" + session + "-" + number.incrementAndGet()));
    double now = seconds();
    boolean settled = cell.board.report(task, done, total, note, now);
    if (!cell.shown && cell.board.longest(now) < QUIET_SECONDS) {
      return;
    }
    if (!cell.shown || settled || now - cell.last >= REFRESH_SECONDS) {
      draw(cell, output, now);
    }
  }

  /**
   * The cell that shows things there has ended: what it left unfinished is said to have stopped.
   * Something that goes on in the background shows itself again with its next report.
   */
  public synchronized void end(Output output) {
    Cell cell = cells.get(output);
    if (cell == null) {
      return;
    }
    double now = seconds();
    boolean open = cell.board.stop(now);
    if (cell.shown && open) {
      draw(cell, output, now);
    }
  }

  private void draw(Cell cell, Output output, double now) {
    Rendering rendering = cell.board.rendering(now);
    if (cell.shown) {
      output.update(rendering, cell.id);
    } else {
      output.display(rendering, cell.id);
    }
    cell.shown = true;
    cell.last = now;
  }

  private double seconds() {
    return nanoTime.getAsLong() * 1e-9;
  }
}
