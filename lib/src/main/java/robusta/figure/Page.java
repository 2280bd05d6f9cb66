package robusta.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import robusta.run.RobustaException;

/** A white sheet with a title, a note and a body. */
record Page(String title, String note, Body body) implements Body {
  private static final double MARGIN = 14;
  private static final double GAP = 10;
  private static final double LEAST_WIDTH = 300;
  private static final Text TITLE = new Text(Fonts.Weight.BOLD, 15, Text.INK);
  private static final Text NOTE = new Text(Fonts.Weight.REGULAR, 11, Text.FAINT);

  static Page of(Figure figure) {
    return new Page(figure.title(), figure.note(), bodyOf(figure));
  }

  // Java 17 has no exhaustive switch over sealed types.
  private static Body bodyOf(Figure figure) {
    if (figure instanceof ImageGrid grid) {
      return new GridBody(grid);
    } else if (figure instanceof LineChart chart) {
      return ChartBody.of(chart);
    } else if (figure instanceof BarChart chart) {
      return ChartBody.of(chart);
    } else if (figure instanceof TableFigure table) {
      return new TableBody(table.table());
    } else if (figure instanceof Panels panels) {
      return new PanelsBody(panels);
    }
    throw new AssertionError(figure.getClass());
  }

  BufferedImage render() {
    int width = pixels(width());
    int height = pixels(height());
    if ((long) width * height > 400_000_000L) {
      throw new RobustaException(
          "the figure '%s' would have %d x %d pixels; show fewer images"
              .formatted(title, width, height));
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, height);
      g.scale(Figure.DENSITY, Figure.DENSITY);
      paint(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  private static int pixels(double layout) {
    return (int) Math.ceil(layout * Figure.DENSITY);
  }

  @Override
  public double width() {
    return textWidth() + 2 * MARGIN;
  }

  private double textWidth() {
    double wanted = Math.max(TITLE.width(title), NOTE.width(note));
    return Math.ceil(Math.max(body.width(), Math.min(wanted + 1, LEAST_WIDTH)));
  }

  private double headerHeight() {
    double height = title.isBlank() ? 0 : TITLE.height(title, textWidth());
    height += note.isBlank() ? 0 : 3 + NOTE.height(note, textWidth());
    return height == 0 ? 0 : Math.ceil(height + GAP);
  }

  @Override
  public double height() {
    return Math.ceil(headerHeight() + body.height()) + 2 * MARGIN;
  }

  @Override
  public void paint(Graphics2D g) {
    double y = MARGIN;
    if (!title.isBlank()) {
      TITLE.paint(g, title, MARGIN, y, textWidth(), Text.Align.LEFT);
      y += TITLE.height(title, textWidth());
    }
    if (!note.isBlank()) {
      NOTE.paint(g, note, MARGIN, y + 3, textWidth(), Text.Align.LEFT);
    }
    Graphics2D inner = (Graphics2D) g.create();
    try {
      inner.translate(MARGIN, MARGIN + headerHeight());
      body.paint(inner);
    } finally {
      inner.dispose();
    }
  }
}
