package robusta.kernel.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import robusta.run.RobustaException;

/** JSON as the protocol uses it. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** An object without fields. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object in a text; empty if it holds anything else. */
  static Optional<ObjectNode> read(byte[] text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text of a node in UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes "?". */
  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new RobustaException("this cannot be sent as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Maps, lists, texts and numbers as a node.
   *
   * @throws RobustaException if there is something else in them
   */
  static ObjectNode of(Map<String, ?> values) {
    try {
      return MAPPER.valueToTree(values);
    } catch (IllegalArgumentException e) {
      throw new RobustaException("this cannot be sent as JSON: " + e.getMessage(), e);
    }
  }

  /** Texts as an array. */
  static ArrayNode array(Collection<String> texts) {
    ArrayNode array = MAPPER.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  /** A node as maps, lists, texts and numbers. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(JsonNode node) {
    return node.isObject() ? MAPPER.convertValue(node, Map.class) : Map.of();
  }

  /** What a request that was understood and done is answered with. */
  static ObjectNode ok() {
    return object().put("status", "ok");
  }

  /** What a request that failed is answered with. */
  static ObjectNode error(String name, String sentence, Collection<String> traceback) {
    ObjectNode error = object().put("status", "error").put("ename", name).put("evalue", sentence);
    error.set("traceback", array(traceback));
    return error;
  }
}
