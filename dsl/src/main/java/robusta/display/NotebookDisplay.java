package robusta.display;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Shows things in the cells of a notebook. It lives as long as the notebook's session, since one of
 * the charts carries the script that draws them all.
 */
public final class NotebookDisplay implements Display {
  private final Supplier<Output> outputs;
  private final PlotlyLibrary library;
  private final AtomicLong number;
  private final String session;
  private final NotebookDisplay whole;
  private volatile String cell = "";

  /** Stands for the cell that runs, while its user waits for it. */
  private volatile Object front;

  /** A session's display, whose cells each have theirs {@link #in} their output. */
  public NotebookDisplay() {
    this(() -> null);
  }

  /**
   * A session's display.
   *
   * @param outputs where the calling thread's cell shows things
   */
  public NotebookDisplay(Supplier<Output> outputs) {
    this.outputs = outputs;
    library = new PlotlyLibrary();
    number = new AtomicLong();
    session = Long.toHexString(System.nanoTime());
    whole = this;
  }

  private NotebookDisplay(NotebookDisplay whole, Output output) {
    outputs = () -> output;
    library = whole.library;
    number = whole.number;
    session = whole.session;
    cell = whole.cell;
    front = whole.front;
    this.whole = whole;
  }

  /** The part of this session's display that is one cell's, whichever thread asks it. */
  public NotebookDisplay in(Output output) {
    return new NotebookDisplay(this, output);
  }

  /**
   * A cell begins.
   *
   * @param code its text; where it is that of the cell whose chart carries the script, and so takes
   *     that chart away, the next chart carries it anew
   */
  public void begin(String code) {
    cell = code;
    front = new Object();
    library.rerun(code);
  }

  /** The cell has ended; what it left in the background may be shown to a page that was closed. */
  public void end() {
    front = null;
  }

  /** A value as this notebook shows it, to be sent as the cell's result; empty for none. */
  public Optional<Rendering> result(Object value) {
    return Renderers.render(value).map(rendering -> library.carry(rendering, cell));
  }

  @Override
  public void text(String text) {
    outputs.get().stream(Output.Stream.STDOUT, text.stripTrailing() + "\n");
  }

  @Override
  public Shown show(Rendering rendering, Path file) {
    if (rendering.data().isEmpty()) {
      return next -> show(next, file);
    }
    String id = "robusta-" + session + "-" + number.incrementAndGet();
    Output output = outputs.get();
    output.display(carry(rendering, id), id);
    return next -> output.update(carry(next, id), id);
  }

  private Rendering carry(Rendering rendering, String id) {
    return library.carry(rendering, cell, id, whole.front == front);
  }

  @Override
  public void clear(boolean wait) {
    outputs.get().clear(wait);
  }

  @Override
  public boolean live() {
    return true;
  }
}
