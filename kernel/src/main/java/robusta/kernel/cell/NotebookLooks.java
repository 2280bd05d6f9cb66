package robusta.kernel.cell;

import java.util.Optional;
import robusta.display.Display;
import robusta.display.NotebookDisplay;
import robusta.display.NotebookProgress;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.run.Progress;

/** Pictures, tables and progress as a notebook shows them; one for each session. */
final class NotebookLooks implements Looks {
  private final NotebookDisplay display = new NotebookDisplay();
  private final NotebookProgress progress = new NotebookProgress();

  @Override
  public void begin(String code) {
    display.begin(code);
  }

  @Override
  public void end(Output output) {
    progress.end(output);
    display.end();
  }

  @Override
  public Progress progress(Output output) {
    return progress.in(output);
  }

  @Override
  public Display display(Output output) {
    return display.in(output);
  }

  @Override
  public Optional<Rendering> of(Object value) {
    return display.result(value);
  }
}
