package robusta.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.display.Output.Stream;
import robusta.display.Rendering;

class NotebookPageTest {
  @TempDir private Path folder;

  private String markdown(String text) {
    return new Markdown(folder).html(text, MissingNode.getInstance()).strip();
  }

  private String page(Cells.Work work) {
    Notebook notebook =
        Notebook.read(NotebookFiles.notebook(folder.resolve("study.ipynb"), "x < 1 // a"));
    new NotebookRunner(new Cells().on("x < 1 // a", work), new RunListener() {}).run(notebook);
    return NotebookPage.html(notebook, "study", folder);
  }

  @Test
  void formulasAreNoEmphasisAndPricesNoFormulas() {
    assertEquals(
        "<p><span class=\"math\">$a_1 * b_2 * c$</span> <em>x</em></p>",
        markdown("$a_1 * b_2 * c$ *x*"));
    assertEquals(
        "<p><span class=\"math\">$$\n\\|x\\|_2 &lt; \\$1\n$$</span></p>",
        markdown("$$\n\\|x\\|_2 < \\$1\n$$"));
    assertEquals("<p>from $5 to $6, $ x $ and $</p>", markdown("from $5 to $6, $ x $ and $"));
    assertEquals("<p><code>$a_1$</code></p>", markdown("`$a_1$`"));
  }

  @Test
  void tablesAreTables() {
    assertTrue(markdown("| a |\n|---|\n| 1 |").contains("<td>1</td>"));
  }

  @Test
  void imagesOfTheFolderAreEmbedded() throws IOException {
    Files.write(folder.resolve("a dot.png"), new byte[] {1, 2, 3});
    assertEquals(
        "<p><img src=\"data:image/png;base64,AQID\" alt=\"dot\" /></p>",
        markdown("![dot](a%20dot.png)"));
    assertTrue(markdown("![x](missing.png)").contains("src=\"missing.png\""));
    assertTrue(markdown("![x](https://a.b/c.png)").contains("src=\"https://a.b/c.png\""));
    assertEquals(
        "<p><img src=\"data:image/gif;base64,AQID\" alt=\"\" /></p>",
        new Markdown(folder)
            .html(
                "![](attachment:a.gif)",
                Notebook.JSON.readTree("{\"a.gif\": {\"image/gif\": \"AQID\"}}"))
            .strip());
  }

  @Test
  void codeIsColouredAndEscaped() {
    assertEquals(
        "<span class=\"keyword\">def</span> x = <span class=\"string\">&quot;a // &lt;b&gt;&quot;</span>"
            + " <span class=\"comment\">// c</span>",
        Highlighter.html("def x = \"a // <b>\" // c"));
    assertEquals(
        "<span class=\"magic\">%time</span> define(<span class=\"literal\">1.5e3</span>)",
        Highlighter.html("%time define(1.5e3)"));
    assertEquals(
        "<span class=\"string\">&quot;unfinished</span>", Highlighter.html("\"unfinished"));
    String long1 = "'" + "\\'".repeat(100_000) + "'";
    assertTrue(Highlighter.html(long1).length() > long1.length());
  }

  @Test
  void theRichestFormatIsShown() {
    String html =
        page(
            (out, in) -> {
              out.display(Rendering.text("plain").with(Rendering.HTML, "<i>rich</i>"), null);
              out.display(
                  new Rendering(
                          Map.of(Rendering.PNG, "aGk=", Rendering.PLAIN, "a \"dot\""), Map.of())
                      .describing(Rendering.PNG, Map.of("width", 20)),
                  null);
              out.display(new Rendering(Map.of("application/javascript", "a()"), Map.of()), null);
              return Cells.nothing();
            });
    assertTrue(html.contains("<i>rich</i>"));
    assertFalse(html.contains("plain</pre>"));
    assertTrue(
        html.contains(
            "<img src=\"data:image/png;base64,aGk=\" alt=\"a &quot;dot&quot;\" width=\"20\">"));
    assertTrue(html.contains("a()\n})(document.currentScript.parentElement)"));
  }

  @Test
  void whatIsPrintedIsText() {
    String html =
        page(
            (out, in) -> {
              out.stream(Stream.STDOUT, "\u001b[31m<script>\u001b[0m\n");
              return Cells.failure("E", "went <wrong>");
            });
    assertTrue(html.contains("&lt;script&gt;</pre>"), html);
    assertTrue(html.contains("went &lt;wrong&gt;\nat cell 2 line 1</pre>"), html);
    assertTrue(html.contains("<title>study</title>"));
  }
}
