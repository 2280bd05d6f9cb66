package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * JSON as nbformat writes notebooks: keys sorted, one space a level, text as it is. A notebook that
 * Jupyter wrote and we write again differs only where it changed.
 */
final class NotebookJson {
  private final StringBuilder out = new StringBuilder();

  private NotebookJson() {}

  static String write(JsonNode node) {
    NotebookJson json = new NotebookJson();
    json.value(node, 0);
    return json.out.append('\n').toString();
  }

  /** A text as the list of its lines, each with its end: what nbformat stores for a long text. */
  static ArrayNode lines(String text) {
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    splitLines(text).forEach(lines::add);
    return lines;
  }

  /** Python's {@code splitlines(True)}. */
  private static List<String> splitLines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!endsLine(c) || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
        continue;
      }
      lines.add(text.substring(start, i + 1));
      start = i + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static boolean endsLine(char c) {
    return (c >= 0x0a && c <= 0x0d)
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  private void value(JsonNode node, int depth) {
    if (node.isObject()) {
      object(node, depth);
    } else if (node.isArray()) {
      array(node, depth);
    } else if (node.isTextual()) {
      text(node.textValue());
    } else {
      out.append(node.asText("null"));
    }
  }

  private void object(JsonNode node, int depth) {
    if (node.isEmpty()) {
      out.append("{}");
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    char before = '{';
    for (String name : names) {
      out.append(before);
      newLine(depth + 1);
      text(name);
      out.append(": ");
      value(node.get(name), depth + 1);
      before = ',';
    }
    newLine(depth);
    out.append('}');
  }

  private void array(JsonNode node, int depth) {
    if (node.isEmpty()) {
      out.append("[]");
      return;
    }
    char before = '[';
    for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
      out.append(before);
      newLine(depth + 1);
      value(elements.next(), depth + 1);
      before = ',';
    }
    newLine(depth);
    out.append(']');
  }

  private void newLine(int depth) {
    out.append('\n').append(" ".repeat(depth));
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
