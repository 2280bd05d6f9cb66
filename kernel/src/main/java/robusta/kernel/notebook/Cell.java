package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A cell of a notebook.
 *
 * @param json the cell as nbformat has it; what we don't know of stays as it is
 */
record Cell(ObjectNode json) {

  boolean isCode() {
    return json.path("cell_type").asText().equals("code");
  }

  boolean isMarkdown() {
    return json.path("cell_type").asText().equals("markdown");
  }

  String source() {
    return text(json.path("source"));
  }

  /** Whether its failure is what the author wants to show. */
  boolean mayFail() {
    for (JsonNode tag : json.path("metadata").path("tags")) {
      if (tag.asText().equals("raises-exception")) {
        return true;
      }
    }
    return false;
  }

  /** Its number when it was run; empty where it was not. */
  OptionalInt number() {
    JsonNode count = json.path("execution_count");
    return count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
  }

  List<JsonNode> outputs() {
    List<JsonNode> outputs = new ArrayList<>();
    json.path("outputs").forEach(outputs::add);
    return outputs;
  }

  /** Takes away what an earlier run left. */
  void clear() {
    json.putArray("outputs");
    json.putNull("execution_count");
    if (json.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("execution"); // When it ran, as nbclient notes it.
    }
  }

  void ran(int number, ArrayNode outputs) {
    json.put("execution_count", number);
    json.set("outputs", outputs);
  }

  /** A text, which nbformat may store as the list of its lines. */
  static String text(JsonNode node) {
    if (!node.isArray()) {
      return node.asText("");
    }
    StringBuilder text = new StringBuilder();
    node.forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}
