package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.display.Rendering;
import robusta.kernel.cell.Evaluator;

/** A cell that asks what something is, as IPython's do: {@code invert?} or {@code ?invert}. */
final class Lookup {
  private static final Pattern QUESTION =
      Pattern.compile("\\s*(?:\\?{1,2}\\s*(?<after>[\\w.]+)|(?<before>[\\w.]+)\\s*\\?{1,2})\\s*");

  private Lookup() {}

  /** The word that a cell asks for; empty for any other cell. */
  static Optional<String> word(String code) {
    Matcher matcher = QUESTION.matcher(code);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String after = matcher.group("after");
    return Optional.of(after == null ? matcher.group("before") : after);
  }

  /** What is known of a word, as a page that the front end shows beside the notebook. */
  static ObjectNode page(Evaluator evaluator, String word) {
    Rendering known =
        evaluator
            .inspect(word, word.length())
            .orElseGet(() -> Rendering.text("nothing is known of " + word));
    ObjectNode page = Json.object().put("source", "page").put("start", 0);
    return page.set("data", CellOutput.bundle(known).get("data"));
  }
}
