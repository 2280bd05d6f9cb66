package robusta.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;

/**
 * The names of a chart's series, from the left, in as many lines as they need.
 *
 * @param entries the series
 * @param width the room there is
 */
record Legend(List<Entry> entries, double width) implements Body {
  private static final double MARK = 18;
  private static final double MARK_GAP = 6;
  private static final double ENTRY_GAP = 16;
  private static final double LINE = 17;
  private static final Text NAME = new Text(Fonts.Weight.REGULAR, 11, Text.INK);

  /** A series with the line that stands for it. */
  record Entry(String name, Color color, BasicStroke stroke) {
    double width() {
      return MARK + MARK_GAP + NAME.width(name);
    }
  }

  @Override
  public double height() {
    return place(null) + LINE;
  }

  @Override
  public void paint(Graphics2D g) {
    place(g);
  }

  /** Paints the entries, unless there is nothing to paint on; returns the last line's position. */
  private double place(Graphics2D g) {
    double x = 0;
    double y = 0;
    for (Entry entry : entries) {
      if (x > 0 && x + entry.width() > width) {
        x = 0;
        y += LINE;
      }
      if (g != null) {
        g.setColor(entry.color());
        g.setStroke(entry.stroke());
        g.draw(new Line2D.Double(x + 1, y + LINE / 2, x + MARK - 1, y + LINE / 2));
        NAME.paint(g, entry.name(), x + MARK + MARK_GAP, y + 1.5, width, Text.Align.LEFT);
      }
      x += entry.width() + ENTRY_GAP;
    }
    return y;
  }
}
