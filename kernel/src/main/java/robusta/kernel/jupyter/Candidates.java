package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import robusta.dsl.Completion;

/**
 * Completions as {@code complete_reply} wants them: all replace the same part of the code, and
 * positions count characters where Java counts UTF-16 units.
 */
final class Candidates {
  private Candidates() {}

  /** The position in UTF-16 units; of one beyond the end, the end. */
  static int units(String code, int characters) {
    int all = code.codePointCount(0, code.length());
    return code.offsetByCodePoints(0, Math.max(0, Math.min(characters, all)));
  }

  private static int characters(String code, int units) {
    return code.codePointCount(0, units);
  }

  /**
   * The content of the reply.
   *
   * @param cursor in UTF-16 units
   */
  static ObjectNode content(String code, int cursor, List<Completion> completions) {
    int from = completions.stream().mapToInt(Completion::from).min().orElse(cursor);
    int to = completions.stream().mapToInt(Completion::to).max().orElse(cursor);
    int start = characters(code, from);
    int end = characters(code, to);
    ObjectNode content = Json.ok();
    ArrayNode matches = content.putArray("matches");
    content.put("cursor_start", start).put("cursor_end", end);
    ArrayNode types = content.putObject("metadata").putArray("_jupyter_types_experimental");
    for (Completion completion : completions) {
      String text =
          code.substring(from, completion.from())
              + completion.text()
              + code.substring(completion.to(), to);
      matches.add(text);
      types
          .addObject()
          .put("text", text)
          .put("type", type(completion.kind()))
          .put("meaning", completion.meaning())
          .put("start", start)
          .put("end", end);
    }
    return content;
  }

  /** What JupyterLab writes, and colours, beside a candidate. */
  private static String type(Completion.Kind kind) {
    return switch (kind) {
      case VERB -> "function";
      case METHOD -> "method";
      case OPTION -> "param";
      case PROPERTY -> "property";
      case VARIABLE -> "instance";
      case CONSTANT -> "constant";
      case CLASS -> "class";
      case PACKAGE -> "module";
      case KEYWORD -> "keyword";
      case NAME -> "text";
    };
  }
}
