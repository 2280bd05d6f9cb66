package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.kernel.cell.Outcome;

/** One thing that stands below a cell. */
sealed interface Shown {

  /** As nbformat has it. */
  ObjectNode json();

  /** Text, to which more may be added. */
  record Text(Output.Stream stream, StringBuilder text) implements Shown {
    @Override
    public ObjectNode json() {
      return object("stream")
          .put("name", stream == Output.Stream.STDOUT ? "stdout" : "stderr")
          .put("text", text.indexOf("\r") < 0 ? text.toString() : overwritten());
    }

    /** The text as a terminal shows it, where a carriage return begins the line anew. */
    private String overwritten() {
      StringBuilder seen = new StringBuilder();
      for (int start = 0; start < text.length(); ) {
        int end = text.indexOf("\n", start);
        int next = end < 0 ? text.length() : end + 1;
        String line = text.substring(start, next);
        String content = line.stripTrailing();
        seen.append(content.substring(content.lastIndexOf('\r') + 1))
            .append(line.substring(content.length()).replace("\r", ""));
        start = next;
      }
      return seen.toString();
    }
  }

  /** A picture, a table or the like, which may be replaced by another one. */
  final class Picture implements Shown {
    private Rendering rendering;

    Picture(Rendering rendering) {
      this.rendering = rendering;
    }

    void become(Rendering other) {
      rendering = other;
    }

    @Override
    public ObjectNode json() {
      return bundle("display_data", rendering);
    }
  }

  /** The value of the cell. */
  record Result(Rendering rendering, int number) implements Shown {
    @Override
    public ObjectNode json() {
      return bundle("execute_result", rendering).put("execution_count", number);
    }
  }

  /** Why the cell failed. */
  record Mistake(Outcome.Failure failure) implements Shown {
    @Override
    public ObjectNode json() {
      ObjectNode error =
          object("error").put("ename", failure.name()).put("evalue", failure.sentence());
      failure.traceback().forEach(error.putArray("traceback")::add);
      return error;
    }
  }

  private static ObjectNode object(String type) {
    return JsonNodeFactory.instance.objectNode().put("output_type", type);
  }

  private static ObjectNode bundle(String type, Rendering rendering) {
    ObjectNode output = object(type);
    output.set("data", Notebook.JSON.valueToTree(rendering.data()));
    output.set("metadata", Notebook.JSON.valueToTree(rendering.metadata()));
    return output;
  }
}
