package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as HTML that needs no other file.
 *
 * @param folder where relative names of images lead
 */
record Markdown(Path folder) {
  private static final String ATTACHMENT = "attachment:";
  private static final Map<String, String> IMAGE_TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "svg", "image/svg+xml",
          "webp", "image/webp");
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .customInlineContentParserFactory(new MathText.Parser())
          .build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create()))
          .nodeRendererFactory(MathText.Renderer::new)
          .build();

  /**
   * The HTML of a text.
   *
   * @param attachments the images that a cell carries, by name and type, as nbformat has them
   */
  String html(String markdown, JsonNode attachments) {
    Node document = PARSER.parse(markdown);
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image image) {
            image.setDestination(embedded(image.getDestination(), attachments));
            visitChildren(image);
          }
        });
    return RENDERER.render(document);
  }

  private String embedded(String destination, JsonNode attachments) {
    if (destination.startsWith(ATTACHMENT)) {
      JsonNode bundle = attachments.path(destination.substring(ATTACHMENT.length()));
      return bundle.fieldNames().hasNext()
          ? data(bundle.fieldNames().next(), Cell.text(bundle.elements().next()))
          : destination;
    }
    String ending = destination.substring(destination.lastIndexOf('.') + 1);
    String type = IMAGE_TYPES.get(ending.toLowerCase(Locale.ROOT));
    if (type == null || destination.contains(":")) {
      return destination; // No image that we know of, or one of the web.
    }
    try {
      Path file = folder.resolve(destination.replace("%20", " "));
      return data(type, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    } catch (IOException | InvalidPathException e) {
      return destination; // A page with one image missing is better than none.
    }
  }

  private static String data(String type, String base64) {
    return "data:" + type + ";base64," + base64.replaceAll("\\s", "");
  }
}
