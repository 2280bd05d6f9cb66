package robusta.display;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import robusta.figure.Html;
import robusta.figure.Tables;
import robusta.zoo.ModelCard;

/** A pretrained model's card: what it is, how good it is, how it came about. */
final class CardLook {
  private static final double MEGABYTE = 1e6;

  private CardLook() {}

  static Rendering of(ModelCard card) {
    return Rendering.text(text(card)).with(Rendering.HTML, html(card));
  }

  private static Map<String, String> facts(ModelCard card) {
    ModelCard.Network network = card.network();
    ModelCard.Training training = card.training();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "network",
        "%s (%s form) of width %d: %,d parameters, a representation of %d coordinates"
            .formatted(
                network.architecture(),
                network.form(),
                network.width(),
                network.parameters(),
                network.representation()));
    facts.put("takes", "images of %s, %d classes".formatted(network.images(), network.classes()));
    facts.put("trained on", training.trainedOn());
    card.start().ifPresent(start -> facts.put("starts from", start));
    facts.put(
        "against", training.adversary().map(at -> "an adversary within " + at).orElse("nobody"));
    facts.put(
        "took",
        String.format(
            Locale.ROOT,
            "%d epochs, %.1f hours on %s",
            card.epochs(),
            card.hours(),
            training.machine()));
    facts.put(
        "precision",
        "trained in %s, shipped in %s (%.1f MB), measured in f32"
            .formatted(
                training.settings().getOrDefault("precision", "f32"),
                card.weights().precision(),
                card.weights().bytes() / MEGABYTE));
    facts.put("licence", card.licence());
    if (!card.script().isEmpty()) {
      facts.put("made by", card.script());
    }
    return facts;
  }

  /** The settings of the last training, and before them in one line each those of the others. */
  private static Map<String, String> recipe(ModelCard card) {
    Map<String, String> recipe = new LinkedHashMap<>();
    for (int i = 0; i < card.trainings().size() - 1; i++) {
      recipe.put("training " + (i + 1), card.trainings().get(i).settings().toString());
    }
    recipe.putAll(card.training().settings());
    recipe.put("seed", Long.toString(card.training().seed()));
    recipe.put("hash", card.weights().hash());
    card.training().versions().forEach(recipe::put);
    return recipe;
  }

  private static String text(ModelCard card) {
    StringBuilder text = new StringBuilder(card.name());
    text.append(card.about().isEmpty() ? "" : ": " + card.about()).append('\n');
    list(facts(card), text);
    text.append('\n').append(Tables.text(card.accuracyTable())).append("\n\nrecipe\n");
    list(recipe(card), text);
    return text.toString().stripTrailing();
  }

  private static void list(Map<String, String> entries, StringBuilder text) {
    int width = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
    entries.forEach(
        (name, value) ->
            text.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
  }

  private static String html(ModelCard card) {
    return "<div><b>%s</b> %s</div>%s%s<details><summary>recipe</summary>%s</details>"
        .formatted(
            Html.escape(card.name()),
            Html.escape(card.about()),
            rows(facts(card)),
            Tables.html(card.accuracyTable()),
            rows(recipe(card)));
  }

  private static String rows(Map<String, String> entries) {
    StringBuilder rows = new StringBuilder("<table>");
    entries.forEach(
        (name, value) ->
            rows.append(
                "<tr><th style=\"text-align:left\">%s</th><td style=\"text-align:left\">%s</td></tr>"
                    .formatted(Html.escape(name), Html.escape(value))));
    return rows.append("</table>").toString();
  }
}
