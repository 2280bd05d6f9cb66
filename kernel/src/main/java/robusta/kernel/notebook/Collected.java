package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.kernel.cell.Outcome;

/** What the cells of one run of a notebook show. A cell may update what another one displayed. */
final class Collected {
  private final RunListener listener;
  private final Map<String, List<Shown.Picture>> named = new HashMap<>();

  Collected(RunListener listener) {
    this.listener = listener;
  }

  /** What one cell shows. Threads that the cell leaves behind may go on adding to it. */
  final class OfCell implements Output {
    private final List<Shown> shown = new ArrayList<>();
    private boolean clearsNext;

    @Override
    public void stream(Stream stream, String text) {
      if (text.isEmpty()) {
        return;
      }
      synchronized (Collected.this) {
        clearIfAsked();
        Shown last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
        if (last instanceof Shown.Text before && before.stream() == stream) {
          before.text().append(text);
        } else {
          shown.add(new Shown.Text(stream, new StringBuilder(text)));
        }
      }
      listener.printed(stream, text);
    }

    @Override
    public void display(Rendering rendering, String id) {
      synchronized (Collected.this) {
        Shown.Picture picture = new Shown.Picture(rendering);
        add(picture);
        if (id != null) {
          named.computeIfAbsent(id, key -> new ArrayList<>()).add(picture);
        }
      }
    }

    @Override
    public void update(Rendering rendering, String id) {
      synchronized (Collected.this) {
        named.getOrDefault(id, List.of()).forEach(picture -> picture.become(rendering));
      }
      listener.updated(rendering);
    }

    @Override
    public void clear(boolean wait) {
      synchronized (Collected.this) {
        clearsNext = wait;
        if (!wait) {
          shown.clear();
        }
      }
    }

    /** The cell has ended. */
    void end(Outcome outcome, int number) {
      synchronized (Collected.this) {
        if (outcome instanceof Outcome.Failure failure) {
          add(new Shown.Mistake(failure));
        } else if (outcome instanceof Outcome.Value value && value.shown().isPresent()) {
          add(new Shown.Result(value.shown().get(), number));
        }
      }
    }

    ArrayNode json() {
      ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
      synchronized (Collected.this) {
        shown.forEach(each -> outputs.add(each.json()));
      }
      return outputs;
    }

    private void add(Shown thing) {
      clearIfAsked();
      shown.add(thing);
    }

    private void clearIfAsked() {
      if (clearsNext) {
        clearsNext = false;
        shown.clear();
      }
    }
  }
}
