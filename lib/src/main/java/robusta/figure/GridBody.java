package robusta.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import robusta.data.Images;
import robusta.run.RobustaException;

/** Draws an {@link ImageGrid}: every cell has the size of the largest image. */
final class GridBody implements Body {
  /** Images are enlarged to at least this, in units of layout. */
  private static final double LEAST_SIDE = 96;

  private static final double COLUMN_GAP = 6;
  private static final double ROW_GAP = 6;
  private static final double BLOCK_GAP = 18;
  private static final double TEXT_GAP = 3;
  private static final double LABEL_GAP = 10;
  private static final double WIDEST_LABEL = 130;
  private static final Text LABEL = new Text(Fonts.Weight.REGULAR, 12, Text.INK);
  private static final Text HEAD = new Text(Fonts.Weight.REGULAR, 11.5f, Text.INK);
  private static final Text CAPTION = new Text(Fonts.Weight.REGULAR, 10.5f, Text.FAINT);

  private final ImageGrid grid;
  private final int factor;
  private final double cellWidth;
  private final double cellHeight;
  private final int columns;
  private final double labelWidth;

  GridBody(ImageGrid grid) {
    this.grid = grid;
    int width = 1;
    int height = 1;
    int most = 0;
    double label = 0;
    for (ImageGrid.Block block : grid.blocks()) {
      most = Math.max(most, block.heads().size());
      for (ImageGrid.Row row : block.rows()) {
        width = Math.max(width, row.images().width());
        height = Math.max(height, row.images().height());
        most = Math.max(most, row.images().count());
        for (String line : LABEL.lines(row.label(), WIDEST_LABEL)) {
          label = Math.max(label, LABEL.width(line));
        }
      }
    }
    double side = Figure.DENSITY * LEAST_SIDE;
    factor = (int) Math.max(1, Math.ceil(side / Math.max(width, height)));
    cellWidth = factor * width / (double) Figure.DENSITY;
    cellHeight = factor * height / (double) Figure.DENSITY;
    columns = most;
    labelWidth = Math.ceil(label);
  }

  private double firstColumn() {
    return labelWidth == 0 ? 0 : labelWidth + LABEL_GAP;
  }

  @Override
  public double width() {
    return firstColumn() + columns * (cellWidth + COLUMN_GAP) - COLUMN_GAP;
  }

  @Override
  public double height() {
    double height = (grid.blocks().size() - 1) * BLOCK_GAP;
    for (ImageGrid.Block block : grid.blocks()) {
      height += headHeight(block) + (block.rows().size() - 1) * ROW_GAP;
      for (ImageGrid.Row row : block.rows()) {
        height += rowHeight(row);
      }
    }
    return height;
  }

  private double headHeight(ImageGrid.Block block) {
    return textHeight(HEAD, block.heads());
  }

  private double rowHeight(ImageGrid.Row row) {
    return Math.max(cellHeight, Math.ceil(LABEL.height(row.label(), WIDEST_LABEL)))
        + textHeight(CAPTION, row.captions());
  }

  private double textHeight(Text text, List<String> entries) {
    double height = entries.stream().mapToDouble(e -> text.height(e, cellWidth)).max().orElse(0);
    return height == 0 ? 0 : Math.ceil(height) + TEXT_GAP;
  }

  @Override
  public void paint(Graphics2D g) {
    double y = 0;
    for (ImageGrid.Block block : grid.blocks()) {
      double heads = headHeight(block);
      for (int c = 0; c < block.heads().size(); c++) {
        String head = block.heads().get(c);
        // Heads stand on the images, whatever their number of lines.
        double top = y + heads - TEXT_GAP - HEAD.height(head, cellWidth);
        HEAD.paint(g, head, column(c), top, cellWidth, Text.Align.CENTER);
      }
      y += heads;
      for (ImageGrid.Row row : block.rows()) {
        paint(g, row, y);
        y += rowHeight(row) + ROW_GAP;
      }
      y += BLOCK_GAP - ROW_GAP;
    }
  }

  private double column(int index) {
    return firstColumn() + index * (cellWidth + COLUMN_GAP);
  }

  private void paint(Graphics2D g, ImageGrid.Row row, double y) {
    double labelHeight = LABEL.height(row.label(), WIDEST_LABEL);
    LABEL.paint(
        g,
        row.label(),
        0,
        y + Math.max(0, (cellHeight - labelHeight) / 2),
        labelWidth == 0 ? WIDEST_LABEL : labelWidth,
        Text.Align.RIGHT);
    for (int c = 0; c < row.images().count(); c++) {
      BufferedImage image = enlarged(row.images(), c);
      double x = column(c);
      AffineTransform place =
          AffineTransform.getTranslateInstance(
              centered(x, cellWidth, image.getWidth()), centered(y, cellHeight, image.getHeight()));
      place.scale(1.0 / Figure.DENSITY, 1.0 / Figure.DENSITY);
      g.drawImage(image, place, null);
      if (!row.captions().isEmpty()) {
        CAPTION.paint(
            g,
            row.captions().get(c),
            x,
            y + cellHeight + TEXT_GAP - 1,
            cellWidth,
            Text.Align.CENTER);
      }
    }
  }

  /** Where something of so many pixels begins, so that each of its pixels is one of the picture. */
  private static double centered(double from, double room, int pixels) {
    double at = from + (room - pixels / (double) Figure.DENSITY) / 2;
    return Math.rint(at * Figure.DENSITY) / Figure.DENSITY;
  }

  /** Each pixel as a square of {@code factor} times {@code factor}. */
  private BufferedImage enlarged(Images images, int index) {
    int width = images.width();
    int height = images.height();
    BufferedImage image =
        new BufferedImage(width * factor, height * factor, BufferedImage.TYPE_INT_RGB);
    int plane = width * height;
    int first = index * images.imageSize();
    int[] row = new int[width * factor];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = first + y * width + x;
        int red = level(images, at, index);
        int rgb =
            images.channels() == 3
                ? red << 16
                    | level(images, at + plane, index) << 8
                    | level(images, at + 2 * plane, index)
                : red * 0x10101;
        Arrays.fill(row, x * factor, (x + 1) * factor, rgb);
      }
      for (int dy = 0; dy < factor; dy++) {
        image.getRaster().setDataElements(0, y * factor + dy, row.length, 1, row);
      }
    }
    return image;
  }

  private int level(Images images, int at, int index) {
    float value = images.pixels()[at];
    if (Float.isNaN(value)) {
      throw new RobustaException(
          "image %d of the figure '%s' holds NaN; it can't be shown"
              .formatted(index, grid.title()));
    }
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}
