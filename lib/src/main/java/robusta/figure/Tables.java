package robusta.figure;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tablesaw tables as text of several kinds. Only CSV keeps every digit. */
public final class Tables {
  private Tables() {}

  /** An HTML {@code table} element, without any style. */
  public static String html(Table table) {
    StringBuilder out = new StringBuilder("<table>\n<thead><tr>");
    for (Column<?> column : table.columns()) {
      out.append("<th%s>%s</th>".formatted(alignment(column), Html.escape(column.name())));
    }
    out.append("</tr></thead>\n<tbody>\n");
    List<List<String>> cells = cells(table);
    for (int r = 0; r < table.rowCount(); r++) {
      out.append("<tr>");
      for (int c = 0; c < cells.size(); c++) {
        out.append(
            "<td%s>%s</td>"
                .formatted(alignment(table.column(c)), Html.escape(cells.get(c).get(r))));
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody>\n</table>\n").toString();
  }

  private static String alignment(Column<?> column) {
    return column instanceof NumericColumn ? " style=\"text-align:right\"" : "";
  }

  /** A LaTeX {@code tabular}; needs the package booktabs. */
  public static String latex(Table table) {
    String alignments =
        table.columns().stream()
            .map(c -> c instanceof NumericColumn ? "r" : "l")
            .collect(Collectors.joining());
    StringBuilder out = new StringBuilder("\\begin{tabular}{" + alignments + "}\n\\toprule\n");
    out.append(latexRow(table.columnNames())).append("\\midrule\n");
    List<List<String>> cells = cells(table);
    for (int r = 0; r < table.rowCount(); r++) {
      List<String> row = new ArrayList<>();
      for (List<String> column : cells) {
        row.add(column.get(r));
      }
      out.append(latexRow(row));
    }
    return out.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String latexRow(List<String> cells) {
    return cells.stream().map(Tables::latexEscape).collect(Collectors.joining(" & ")) + " \\\\\n";
  }

  private static String latexEscape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&', '%', '$', '#', '_', '{', '}' -> out.append('\\').append(c);
        case '~' -> out.append("\\textasciitilde{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '\\' -> out.append("\\textbackslash{}");
        case '<' -> out.append("\\textless{}");
        case '>' -> out.append("\\textgreater{}");
        case '–' -> out.append("--");
        case '−' -> out.append("$-$");
        case '∞' -> out.append("$\\infty$");
        case '\n', '\r' -> out.append(' ');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Lines of text under the table's name, numbers to the right, as a terminal shows them. */
  public static String text(Table table) {
    List<List<String>> columns = cells(table);
    List<String> lines = new ArrayList<>();
    for (int row = -1; row < table.rowCount(); row++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns.size(); c++) {
        List<String> cells = columns.get(c);
        String name = table.column(c).name();
        int width = name.length();
        for (String cell : cells) {
          width = Math.max(width, cell.length());
        }
        String text = row < 0 ? name : cells.get(row);
        String gap = " ".repeat(width - text.length());
        boolean right = table.column(c) instanceof NumericColumn;
        line.append(c == 0 ? "" : "  ").append(right ? gap + text : text + gap);
      }
      lines.add(line.toString().stripTrailing());
    }
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    lines.add(1, "-".repeat(width));
    if (table.name() != null && !table.name().isBlank()) {
      lines.add(0, table.name());
    }
    return String.join("\n", lines);
  }

  /** Comma-separated values with a line of names; missing values are empty. */
  public static String csv(Table table) {
    StringWriter out = new StringWriter();
    table.write().csv(CsvWriteOptions.builder(out).lineEnd("\n").build());
    return out.toString();
  }

  private static List<List<String>> cells(Table table) {
    return table.columns().stream().map(Numbers::cells).toList();
  }
}
