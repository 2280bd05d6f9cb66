package robusta.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Draws a table with rules above, below and under its head. */
final class TableBody implements Body {
  private static final double PADDING = 10;
  private static final double ROW = 20;
  private static final Color RULE = new Color(0x303030);
  private static final Text HEAD = new Text(Fonts.Weight.BOLD, 11.5f, Text.INK);
  private static final Text CELL = new Text(Fonts.Weight.REGULAR, 11.5f, Text.INK);

  private final Table table;
  private final List<List<String>> cells;
  private final double[] widths;

  TableBody(Table table) {
    this.table = table;
    cells = table.columns().stream().map(Numbers::cells).toList();
    widths = new double[cells.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = HEAD.width(table.column(c).name());
      for (String cell : cells.get(c)) {
        widths[c] = Math.max(widths[c], CELL.width(cell));
      }
      widths[c] = Math.ceil(widths[c]) + 2 * PADDING;
    }
  }

  @Override
  public double width() {
    return java.util.Arrays.stream(widths).sum();
  }

  @Override
  public double height() {
    return (table.rowCount() + 1) * ROW + 8;
  }

  @Override
  public void paint(Graphics2D g) {
    rule(g, 0.75, 1.5);
    double x = 0;
    for (int c = 0; c < widths.length; c++) {
      Column<?> column = table.column(c);
      Text.Align align = column instanceof NumericColumn ? Text.Align.RIGHT : Text.Align.LEFT;
      double room = widths[c] - 2 * PADDING;
      HEAD.paint(g, column.name(), x + PADDING, 5, room, align);
      for (int r = 0; r < table.rowCount(); r++) {
        CELL.paint(g, cells.get(c).get(r), x + PADDING, 8 + (r + 1) * ROW, room, align);
      }
      x += widths[c];
    }
    rule(g, ROW + 3, 0.75);
    rule(g, height() - 0.75, 1.5);
  }

  private void rule(Graphics2D g, double y, double thickness) {
    g.setColor(RULE);
    g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    g.draw(new Line2D.Double(0, y, width(), y));
  }
}
