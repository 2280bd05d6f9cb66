package robusta.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableLookTest {
  private static final Pattern OPENED = Pattern.compile("<(/?[a-zA-Z]+)");

  private static String html(Table table) {
    return (String) TableLook.of(table).data().get(Rendering.HTML);
  }

  @Test
  void hostileTextStaysText() {
    Table table =
        Table.create(
            "</style><script>alert(1)</script>\" onload=\"x",
            StringColumn.create(
                "<img src=x onerror=alert(2)>",
                "</td></table><script>alert(3)</script>",
                "a'b\"c",
                "&lt;\u0000\u2028"));
    String html = html(table);
    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("<img"));
    assertFalse(html.contains("\u0000"));
    assertTrue(html.contains("&amp;lt;"));
    // Every element that is opened is one of ours.
    OPENED
        .matcher(html.replaceAll("(?s)<(script|style)>.*?</\\1>", ""))
        .results()
        .forEach(
            element ->
                assertTrue(
                    "div /div b /b table /table thead /thead tbody /tbody tr /tr th /th td /td"
                        .contains(element.group(1)),
                    element.group()));
  }

  @Test
  void ofAMillionRowsTheFirstThousandAreThere() {
    Rendering rendering = TableLook.of(Samples.rows(1_000_000));
    String html = (String) rendering.data().get(Rendering.HTML);
    assertEquals(1_000, Pattern.compile("<td").matcher(html).results().count());
    assertTrue(html.contains("the first 1,000 of 1,000,000 rows"));
    assertTrue(rendering.plain().endsWith("the first 1,000 of 1,000,000 rows"));
    assertFalse(rendering.data().containsKey(Rendering.LATEX));
    assertTrue(html.length() < 100_000);
  }

  @Test
  void ofManyColumnsTheFirstHundredAreThere() {
    Table wide = Table.create("wide");
    for (int i = 0; i < 250; i++) {
      wide.addColumns(DoubleColumn.create("c" + i, (double) i));
    }
    assertTrue(html(wide).contains("the first 100 of 250 columns"));
    assertFalse(html(wide).contains("c100<"));
  }

  @Test
  void sortingAndCsvKnowEveryDigit() {
    String html = html(Table.create("t", DoubleColumn.create("v", 1 / 3.0, 2, Double.NaN)));
    assertTrue(html.contains("data-v=\"0.3333333333333333\">0.3333</td>"), html);
    assertTrue(html.contains("data-v=\"\">–</td>"), html);
  }

  @Test
  void aTableIsAlsoTextAndLatex() {
    Rendering rendering = TableLook.of(Samples.rows(3));
    assertTrue(rendering.plain().contains("rows"));
    assertTrue(((String) rendering.data().get(Rendering.LATEX)).contains("\\begin{tabular}{r}"));
  }

  @Test
  void anEmptyTableIsShown() {
    assertTrue(html(Table.create("empty", DoubleColumn.create("v"))).contains("0 rows"));
  }
}
