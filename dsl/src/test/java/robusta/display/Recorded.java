package robusta.display;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An output that remembers: what is to be seen now, and how often it was sent something. */
final class Recorded implements Output {
  final Map<String, Rendering> seen = new LinkedHashMap<>();
  final StringBuilder text = new StringBuilder();
  final List<String> calls = new ArrayList<>();

  @Override
  public void stream(Stream stream, String piece) {
    calls.add("stream");
    text.append(piece);
  }

  @Override
  public void display(Rendering rendering, String id) {
    calls.add("display");
    seen.put(id, rendering);
  }

  @Override
  public void update(Rendering rendering, String id) {
    calls.add("update");
    if (seen.replace(id, rendering) == null) {
      throw new AssertionError("nothing is shown under " + id);
    }
  }

  @Override
  public void clear(boolean wait) {
    seen.clear();
  }

  /** The plain texts, in the order in which they stand. */
  List<String> plain() {
    return seen.values().stream().map(Rendering::plain).toList();
  }

  Rendering last() {
    return List.copyOf(seen.values()).get(seen.size() - 1);
  }
}
