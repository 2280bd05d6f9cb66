package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import robusta.run.Machine;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ReportTest {
  private static final String NASTY = "<script>alert('x')</script> & \"quotes\" \u0000\uD800 ε";
  private static final String SHOWN = NASTY.replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');

  static Report report() {
    Table table =
        Table.create(
            NASTY,
            StringColumn.create(NASTY, "a<b", null),
            DoubleColumn.create("accuracy", 0.5, 0.123456));
    return Report.titled(NASTY)
        .date(LocalDate.of(2026, 1, 2))
        .section(NASTY)
        .text("One " + NASTY + "\n\nTwo")
        .table(table)
        .figure(FiguresTest.evaluation())
        .section("Second")
        .figure(Figures.of(table))
        .seed(42)
        .settings(Map.of(NASTY, NASTY))
        .versions(Map.of("robusta", "0.1.0"))
        .machine(new Machine("Some CPU", 2, 24L << 30, "Linux", "VM 17"))
        .duration(Duration.ofSeconds(203));
  }

  private static Document parse(String html) throws Exception {
    // Written so that it is XML too, which is stricter than any browser.
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  @Test
  void everythingIsInItAndTextStaysText() throws Exception {
    Document page = parse(report().html());
    assertEquals(SHOWN, page.getElementsByTagName("title").item(0).getTextContent());
    assertEquals(SHOWN, page.getElementsByTagName("h1").item(0).getTextContent());
    assertEquals(0, page.getElementsByTagName("script").getLength());
    assertEquals(3, page.getElementsByTagName("section").getLength());
    assertEquals(2, page.getElementsByTagName("table").getLength());
    assertEquals("0.1235", page.getElementsByTagName("td").item(3).getTextContent());
    assertEquals("0.5000", page.getElementsByTagName("td").item(1).getTextContent());
    String text = page.getDocumentElement().getTextContent();
    for (String fact : new String[] {"2026-01-02", "42", "Some CPU", "24 GiB", "3 min 23 s"}) {
      assertTrue(text.contains(fact), fact);
    }
  }

  @Test
  void picturesAreInsideWithTheirDescription() throws Exception {
    Document page = parse(report().html());
    Element picture = (Element) page.getElementsByTagName("img").item(0);
    String data = picture.getAttribute("src");
    assertTrue(data.startsWith("data:image/png;base64,"));
    assertArrayEquals(
        Png.bytes(FiguresTest.evaluation()),
        Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)));
    assertTrue(picture.getAttribute("alt").contains("standard"), picture.getAttribute("alt"));
    assertEquals(
        FiguresTest.evaluation().render().getWidth() / 2,
        Integer.parseInt(picture.getAttribute("width")));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String html = report().html();
    assertFalse(html.matches("(?is).*(https?:|src=\"(?!data:)|href=|@import|url\\().*"));
  }

  @Test
  void sameReportSameBytes(@TempDir Path folder) throws Exception {
    Path first = report().write(folder.resolve("new/folder/a.html"));
    Path second = report().write(folder.resolve("b.html"));
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }
}
