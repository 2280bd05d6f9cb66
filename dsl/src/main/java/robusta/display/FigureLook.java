package robusta.display;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import robusta.data.Images;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.ImageGrid;
import robusta.figure.Png;
import robusta.figure.TableFigure;

/** Figures as pictures; charts as ones that answer to the mouse too, tables as tables. */
public final class FigureLook {
  /** More images than this in one figure are cut at the end of a block. */
  private static final int MOST_IMAGES = 300;

  /** Where a PNG file says its width. */
  private static final int WIDTH_AT = 16;

  private FigureLook() {}

  /** In all its formats. */
  public static Rendering of(Figure figure) {
    if (figure instanceof TableFigure table) {
      return TableLook.of(table.table(), table.title());
    }
    Rendering picture = picture(figure instanceof ImageGrid grid ? bounded(grid) : figure);
    return PlotlyChart.json(figure)
        .map(json -> picture.with(Rendering.HTML, PlotlyChart.html(json, Fragments.html(picture))))
        .orElse(picture);
  }

  /** As a picture only, which is quick. */
  public static Rendering picture(Figure figure) {
    byte[] png = Png.bytes(figure);
    ByteBuffer size = ByteBuffer.wrap(png, WIDTH_AT, 2 * Integer.BYTES);
    int width = size.getInt() / Figure.DENSITY;
    int height = size.getInt() / Figure.DENSITY;
    String description = figure.description();
    return Rendering.text(description.isBlank() ? count(figure) : description)
        .with(Rendering.PNG, Base64.getEncoder().encodeToString(png))
        .describing(Rendering.PNG, Map.of("width", width, "height", height));
  }

  /**
   * Draws something that nobody sees, so that fonts and encoders are there when the first figure is
   * shown; a front end does it in the background when it starts.
   */
  public static void warmUp() {
    try {
      picture(Figures.of(Images.zeros(1, 3, 8, 8)));
    } catch (RuntimeException | LinkageError e) {
      // The first figure will tell what is wrong.
    }
  }

  private static String count(Figure figure) {
    if (!(figure instanceof ImageGrid grid)) {
      return "a figure";
    }
    int count = grid.blocks().stream().mapToInt(FigureLook::images).sum();
    return count == 1 ? "1 image" : count + " images";
  }

  private static int images(ImageGrid.Block block) {
    return block.rows().stream().mapToInt(row -> row.images().count()).sum();
  }

  private static ImageGrid bounded(ImageGrid grid) {
    List<ImageGrid.Block> kept = new ArrayList<>();
    int shown = 0;
    int left = 0;
    for (ImageGrid.Block block : grid.blocks()) {
      int more = images(block);
      if (left > 0 || (shown > 0 && shown + more > MOST_IMAGES)) {
        left += more;
      } else {
        kept.add(block);
        shown += more;
      }
    }
    return left == 0
        ? grid
        : new ImageGrid(
            grid.title(),
            (grid.note() + " And %,d more images.".formatted(left)).strip(),
            kept,
            grid.recipes());
  }
}
