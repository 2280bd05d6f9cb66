package robusta.display;

import java.util.List;
import robusta.figure.Html;
import robusta.figure.Numbers;
import robusta.figure.Tables;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tables that a reader sorts, filters and takes along as CSV; where no script runs, plain ones.
 * What is shown of a long table are its first rows.
 */
public final class TableLook {
  /** How many rows are shown. */
  public static final int MOST_ROWS = 1_000;

  private static final int MOST_COLUMNS = 100;
  private static final int MOST_LATEX = 100;
  private static final int MOST_TEXT = 2_000;

  private static final String STYLE = Fragments.resource("table.css");
  private static final String SCRIPT = Fragments.resource("table.js");

  private TableLook() {}

  /** Under its own name. */
  public static Rendering of(Table table) {
    return of(table, table.name() == null ? "" : table.name());
  }

  static Rendering of(Table table, String title) {
    Table shown = first(table);
    String more = more(table, shown);
    Rendering rendering =
        Rendering.text(Tables.text(shown) + (more.isEmpty() ? "" : "\n" + more))
            .with(Rendering.HTML, html(table, shown, title, more));
    return table.rowCount() <= MOST_LATEX && table.columnCount() <= MOST_COLUMNS
        ? rendering.with(Rendering.LATEX, Tables.latex(table))
        : rendering;
  }

  private static Table first(Table table) {
    Table rows = table.rowCount() > MOST_ROWS ? table.first(MOST_ROWS) : table;
    return rows.columnCount() > MOST_COLUMNS
        ? Table.create(rows.name(), rows.columns().subList(0, MOST_COLUMNS))
        : rows;
  }

  private static String more(Table table, Table shown) {
    String rows =
        table.rowCount() > shown.rowCount()
            ? "the first %,d of %,d rows".formatted(shown.rowCount(), table.rowCount())
            : "";
    String columns =
        table.columnCount() > shown.columnCount()
            ? "the first %,d of %,d columns".formatted(shown.columnCount(), table.columnCount())
            : "";
    return rows.isEmpty() || columns.isEmpty() ? rows + columns : rows + ", " + columns;
  }

  private static String html(Table table, Table shown, String title, String more) {
    StringBuilder out = new StringBuilder(4096);
    out.append(
        "<div class=\"robusta-table\" data-name=\"%s\"><style>%s</style>"
            .formatted(Html.escape(title.isBlank() ? "table" : title), STYLE));
    if (!title.isBlank()) {
      out.append("<div class=\"robusta-title\"><b>%s</b></div>".formatted(Html.escape(title)));
    }
    out.append("<div class=\"robusta-scroll\"><table border=\"0\"><thead><tr>");
    for (Column<?> column : shown.columns()) {
      out.append(cell("th", column, Html.escape(column.name()), ""));
    }
    out.append("</tr></thead><tbody>");
    List<List<String>> texts = shown.columns().stream().map(Numbers::cells).toList();
    for (int row = 0; row < shown.rowCount(); row++) {
      out.append("<tr>");
      for (int c = 0; c < texts.size(); c++) {
        Column<?> column = shown.column(c);
        String text = texts.get(c).get(row);
        out.append(cell("td", column, Html.escape(cut(text)), exact(column, row, text)));
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div><div class=\"robusta-count\">");
    out.append(more.isEmpty() ? rows(table.rowCount()) : more);
    return out.append("</div><script>").append(SCRIPT).append("</script></div>").toString();
  }

  private static String rows(int count) {
    return count == 1 ? "1 row" : "%,d rows".formatted(count);
  }

  private static String cell(String element, Column<?> column, String text, String attribute) {
    String align = column instanceof NumericColumn ? " style=\"text-align:right\"" : "";
    return "<" + element + align + attribute + ">" + text + "</" + element + ">";
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " ...";
  }

  /** The value that sorting and CSV take where a reader sees a shorter one. */
  private static String exact(Column<?> column, int row, String text) {
    if (column.isMissing(row)) {
      return " data-v=\"\"";
    }
    if (column instanceof NumericColumn<?> numbers) {
      String value = numbers.getUnformattedString(row);
      return value.equals(text) ? "" : " data-v=\"" + Html.escape(value) + "\"";
    }
    return "";
  }
}
