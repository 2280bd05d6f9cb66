package robusta.dsl;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import robusta.display.Rendering;
import robusta.figure.Html;
import robusta.run.RobustaException;

/** The help texts, all from {@link Vocabulary}. */
final class Help {
  private Help() {}

  /** What there is, verb by verb. */
  static String overview() {
    StringBuilder text = new StringBuilder("The verbs (help invert tells more of one):\n");
    for (Map.Entry<String, List<Verb>> chapter : Vocabulary.chapters().entrySet()) {
      text.append('\n').append(chapter.getKey()).append('\n');
      int width = chapter.getValue().stream().mapToInt(v -> sentence(v).length()).max().orElse(0);
      for (Verb verb : chapter.getValue()) {
        text.append("  ")
            .append(pad(sentence(verb), width))
            .append("  ")
            .append(firstSentence(verb.meaning()))
            .append('\n');
      }
    }
    return text.toString();
  }

  /**
   * All about one verb.
   *
   * @throws RobustaException if there is none of that name
   */
  static String of(String name) {
    List<Verb> verbs = Vocabulary.all().stream().filter(v -> v.name().equals(name)).toList();
    if (verbs.isEmpty()) {
      List<String> names = Vocabulary.all().stream().map(Verb::name).toList();
      throw new RobustaException(
          "there is no verb '%s'%s"
              .formatted(name, Nearest.hint(name, names, "; help alone lists those there are")));
    }
    return verbs.stream().map(Help::text).collect(Collectors.joining("\n"));
  }

  /** All about one verb, for a notebook. */
  static Rendering rendering(Verb verb) {
    return Rendering.text(text(verb)).with(Rendering.HTML, html(verb));
  }

  private static String html(Verb verb) {
    StringBuilder page = new StringBuilder();
    page.append("<p><code><b>").append(Html.escape(sentence(verb))).append("</b></code></p>");
    page.append("<p>").append(Html.escape(verb.meaning())).append("</p>");
    if (!verb.options().isEmpty()) {
      page.append("<table>").append(row("th", "option", "meaning", "value", "default"));
      for (Option option : verb.options().values()) {
        page.append(
            row(
                "td",
                "<code>" + option.name() + "</code>",
                Html.escape(option.meaning()),
                Html.escape(option.kind().words()),
                Html.escape(option.otherwise())));
      }
      page.append("</table>");
    }
    return page.append("<pre>")
        .append(Html.escape(verb.example().strip()))
        .append("</pre>")
        .toString();
  }

  /** JupyterLab would put the texts to the right. */
  private static String row(String element, String... cells) {
    return Stream.of(cells)
        .map(cell -> "<%1$s style=\"text-align:left\">%2$s</%1$s>".formatted(element, cell))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  static String text(Verb verb) {
    StringBuilder text = new StringBuilder(sentence(verb) + "\n  " + verb.meaning() + "\n");
    if (!verb.options().isEmpty()) {
      text.append(
          verb.chained()
              ? "\nOptions, named (steps: 100) or chained (.steps(100)):\n"
              : "\nNamed arguments:\n");
      int width = verb.optionNames().stream().mapToInt(String::length).max().orElse(0);
      for (Option option : verb.options().values()) {
        text.append("  ")
            .append(pad(option.name(), width))
            .append("  ")
            .append(option.meaning())
            .append("; ")
            .append(option.kind().words())
            .append(option.otherwise().isEmpty() ? "" : " (default " + option.otherwise() + ")")
            .append('\n');
      }
    }
    text.append("\nExample:\n").append(verb.example().indent(2));
    return text.toString();
  }

  private static String sentence(Verb verb) {
    return verb.subject().isEmpty() ? verb.usage() : verb.subject() + "." + verb.usage();
  }

  private static String firstSentence(String meaning) {
    int end = meaning.indexOf(". ");
    return end < 0 ? meaning : meaning.substring(0, end + 1);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
