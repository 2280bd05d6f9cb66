package robusta.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import robusta.display.Output;
import robusta.display.Rendering;

/** What a cell showed. */
final class Recorded implements Output {
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();
  private final List<Rendering> displayed = new ArrayList<>();

  @Override
  public synchronized void stream(Stream stream, String text) {
    (stream == Stream.STDOUT ? out : err).append(text);
  }

  @Override
  public synchronized void display(Rendering rendering, String id) {
    displayed.add(rendering);
  }

  @Override
  public synchronized void update(Rendering rendering, String id) {
    displayed.add(rendering);
  }

  @Override
  public synchronized void clear(boolean wait) {
    displayed.clear();
  }

  synchronized String out() {
    return out.toString();
  }

  synchronized String err() {
    return err.toString();
  }

  synchronized List<Rendering> displayed() {
    return List.copyOf(displayed);
  }
}
