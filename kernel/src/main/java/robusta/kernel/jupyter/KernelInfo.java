package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import robusta.engine.Recipes;
import robusta.kernel.cell.LanguageInfo;

/** What the kernel says of itself. */
final class KernelInfo {
  private KernelInfo() {}

  /** The content of {@code kernel_info_reply}. */
  static ObjectNode content() {
    String version = Recipes.robustaVersion();
    ObjectNode content =
        Json.ok()
            .put("protocol_version", Sender.VERSION)
            .put("implementation", "robusta")
            .put("implementation_version", version);
    content.set("language_info", Json.of(LanguageInfo.fields()));
    content.put(
        "banner",
        "Robusta %s: adversarially robust representations, in Groovy %s on Java %s"
            .formatted(version, LanguageInfo.version(), System.getProperty("java.version")));
    content.put("debugger", false);
    content.putArray("supported_features");
    ArrayNode links = content.putArray("help_links");
    link(links, "Groovy", "https://groovy-lang.org/documentation.html");
    link(links, "Tables: Tablesaw", "https://jtablesaw.github.io/tablesaw/");
    link(
        links,
        "Adversarial Robustness as a Prior for Learned Representations",
        "https://arxiv.org/abs/1906.00945");
    return content;
  }

  private static void link(ArrayNode links, String text, String url) {
    links.addObject().put("text", text).put("url", url);
  }
}
