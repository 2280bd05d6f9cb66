package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import robusta.display.Rendering;
import robusta.figure.Html;
import robusta.run.AtomicFile;

/** A notebook as one HTML file that needs nothing else: for people without Jupyter. */
final class NotebookPage {
  private static final Pattern HEADING = Pattern.compile("(?m)^#\\s+(.+)$");
  private static final Pattern TERMINAL_CODE = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

  /** The richest first. */
  private static final List<String> TYPES =
      List.of(
          Rendering.HTML,
          Rendering.SVG,
          Rendering.PNG,
          Rendering.JPEG,
          "image/gif",
          Rendering.MARKDOWN,
          Rendering.LATEX,
          Rendering.JAVASCRIPT,
          Rendering.PLAIN);

  private final Notebook notebook;
  private final Markdown markdown;
  private final StringBuilder out = new StringBuilder();

  private NotebookPage(Notebook notebook, Path folder) {
    this.notebook = notebook;
    this.markdown = new Markdown(folder);
  }

  /**
   * Writes the page.
   *
   * @param name what it is called where no heading says it
   * @param folder where relative names of images lead
   */
  static void write(Notebook notebook, String name, Path folder, Path file) {
    byte[] page = html(notebook, name, folder).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(page));
  }

  static String html(Notebook notebook, String name, Path folder) {
    return new NotebookPage(notebook, folder).page(name);
  }

  private String page(String name) {
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>%s</title>\n<style>\n".formatted(Html.escape(title(name))))
        .append(style())
        .append("</style>\n</head>\n<body>\n");
    notebook.cells().forEach(this::cell);
    return out.append("</body>\n</html>\n").toString();
  }

  private String title(String name) {
    return notebook.cells().stream()
        .filter(Cell::isMarkdown)
        .map(cell -> HEADING.matcher(cell.source()))
        .filter(Matcher::find)
        .map(heading -> heading.group(1).strip().replaceAll("[*`_]", ""))
        .findFirst()
        .orElse(name);
  }

  private static String style() {
    try (InputStream in = NotebookPage.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cell(Cell cell) {
    if (cell.isMarkdown()) {
      out.append("<section class=\"markdown\">\n")
          .append(markdown.html(cell.source(), cell.json().path("attachments")))
          .append("</section>\n");
    } else if (!cell.isCode()) {
      out.append("<pre class=\"raw\">%s</pre>\n".formatted(Html.escape(cell.source())));
    } else if (!cell.source().isBlank()) {
      String number = cell.number().isPresent() ? "" + cell.number().getAsInt() : " ";
      out.append("<section class=\"cell\">\n<div class=\"number\">[%s]</div>\n".formatted(number))
          .append("<pre class=\"code\">%s</pre>\n".formatted(Highlighter.html(cell.source())));
      cell.outputs().forEach(this::output);
      out.append("</section>\n");
    }
  }

  private void output(JsonNode output) {
    switch (output.path("output_type").asText()) {
      case "stream" ->
          pre(
              "stream " + output.path("name").asText(),
              plain(Cell.text(output.path("text"))).stripTrailing());
      case "error" -> {
        StringBuilder lines = new StringBuilder();
        output.path("traceback").forEach(line -> lines.append(line.asText()).append('\n'));
        String text = lines.isEmpty() ? output.path("evalue").asText() : lines.toString();
        pre("error", plain(text).stripTrailing());
      }
      default -> bundle(output.path("data"), output.path("metadata"));
    }
  }

  private void bundle(JsonNode data, JsonNode metadata) {
    for (String type : TYPES) {
      if (data.has(type)) {
        out.append("<div class=\"output\">");
        rendered(type, Cell.text(data.path(type)), data, metadata.path(type));
        out.append("</div>\n");
        return;
      }
    }
  }

  private void rendered(String type, String content, JsonNode data, JsonNode facts) {
    switch (type) {
      case Rendering.HTML, Rendering.SVG -> out.append(content);
      case Rendering.MARKDOWN -> out.append(markdown.html(content, MissingNode.getInstance()));
      case Rendering.JAVASCRIPT ->
          // As in Jupyter, the script finds where it stands as "element".
          out.append("<script>(function (element) {\n")
              .append(content.replace("</script", "<\\/script"))
              .append("\n})(document.currentScript.parentElement)</script>");
      case Rendering.LATEX -> pre("math", content);
      case Rendering.PLAIN -> pre("text", plain(content));
      default ->
          out.append("<img src=\"data:%s;base64,%s\"".formatted(type, content.strip()))
              .append(" alt=\"%s\"".formatted(Html.escape(Cell.text(data.path(Rendering.PLAIN)))))
              .append(size("width", facts))
              .append(size("height", facts))
              .append('>');
    }
  }

  private static String size(String name, JsonNode facts) {
    return facts.path(name).isNumber()
        ? " %s=\"%d\"".formatted(name, facts.path(name).asInt())
        : "";
  }

  private void pre(String type, String text) {
    out.append("<pre class=\"%s\">%s</pre>\n".formatted(type, Html.escape(text)));
  }

  /** Without a terminal's colours. */
  private static String plain(String text) {
    return TERMINAL_CODE.matcher(text).replaceAll("");
  }
}
