package robusta.engine.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;

/**
 * The gradients that a backward program has found so far, by value; several for one value add up.
 */
final class Gradients {
  private final Program program;
  private final Map<Integer, List<Tensor>> found = new HashMap<>();

  Gradients(Program program) {
    this.program = program;
  }

  void add(int value, Tensor gradient) {
    found.computeIfAbsent(value, unused -> new ArrayList<>()).add(gradient);
  }

  /** Takes what was found for a value so far, for someone who adds it to his own part. */
  List<Tensor> take(int value) {
    List<Tensor> parts = found.remove(value);
    return parts == null ? List.of() : parts;
  }

  /**
   * The gradient of a value, once all that read it have been visited.
   *
   * @param desc the layout to have it in; null for whatever it has
   * @return null where nothing depends on the value
   */
  Tensor total(int value, memory.desc desc) {
    List<Tensor> parts = found.get(value);
    if (parts == null) {
      return null;
    }
    if (desc != null) {
      parts = parts.stream().map(part -> program.as(part, desc, "gradient")).toList();
    }
    return program.sum(parts, "gradient");
  }
}
