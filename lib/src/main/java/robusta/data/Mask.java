package robusta.data;

import java.util.Arrays;
import robusta.run.RobustaException;

/**
 * A region of a picture: what is to be filled, painted or compared. A box or an ellipse has no size
 * of picture of its own; it is drawn over whatever picture it is used on. Pixels are counted from
 * the upper left corner, and a pixel is inside when its centre is.
 */
public sealed interface Mask permits Mask.Box, Mask.Ellipse, Mask.Drawn, Mask.Either {

  /** The rectangle of so many pixels whose upper left corner is the pixel (left, top). */
  static Mask box(int left, int top, int width, int height) {
    return new Box(left, top, width, height);
  }

  /**
   * An ellipse.
   *
   * @param x its centre, in pixels from the left edge
   * @param y its centre, in pixels from the upper edge
   * @param across its radius along a row
   * @param down its radius along a column
   */
  static Mask ellipse(double x, double y, double across, double down) {
    return new Ellipse(x, y, across, down);
  }

  /** A circle; see {@link #ellipse}. */
  static Mask circle(double x, double y, double radius) {
    return ellipse(x, y, radius, radius);
  }

  /**
   * What is bright in a picture: inside is where the mean of the channels is above 0.5. Over
   * pictures of another size it is fitted as {@link ImageFiles#fit} does.
   *
   * @param picture one image
   */
  static Mask of(Images picture) {
    if (picture.count() != 1) {
      throw new RobustaException("a mask is drawn in one image, not in " + picture.count());
    }
    return new Drawn(picture);
  }

  /** What is inside this mask or another. */
  default Mask or(Mask other) {
    return new Either(this, other);
  }

  /**
   * This mask over a picture.
   *
   * @return {@code height * width} values row by row: 1 inside, 0 outside
   * @throws RobustaException if no pixel is inside
   */
  default float[] over(int height, int width) {
    boolean[] inside = inside(height, width);
    float[] values = new float[inside.length];
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      values[i] = inside[i] ? 1 : 0;
      any |= inside[i];
    }
    if (!any) {
      throw new RobustaException(
          "%s covers no pixel of a picture of %dx%d (height x width)"
              .formatted(this, height, width));
    }
    return values;
  }

  /** Whether each pixel is inside, row by row. */
  boolean[] inside(int height, int width);

  /** See {@link Mask#box}. */
  record Box(int left, int top, int width, int height) implements Mask {
    public Box {
      if (width < 1 || height < 1) {
        throw new RobustaException(
            "a box must be at least 1 pixel wide and high, not %d and %d".formatted(width, height));
      }
    }

    @Override
    public boolean[] inside(int rows, int columns) {
      boolean[] inside = new boolean[rows * columns];
      for (int y = Math.max(0, top); y < Math.min(rows, top + height); y++) {
        for (int x = Math.max(0, left); x < Math.min(columns, left + width); x++) {
          inside[y * columns + x] = true;
        }
      }
      return inside;
    }

    @Override
    public String toString() {
      return "box %d %d %d %d".formatted(left, top, width, height);
    }
  }

  /** See {@link Mask#ellipse}. */
  record Ellipse(double x, double y, double across, double down) implements Mask {
    public Ellipse {
      if (!(across > 0 && down > 0)) {
        throw new RobustaException(
            "the radii of an ellipse must be above 0, not %s and %s".formatted(across, down));
      }
    }

    @Override
    public boolean[] inside(int rows, int columns) {
      boolean[] inside = new boolean[rows * columns];
      for (int i = 0; i < inside.length; i++) {
        double dx = (i % columns + 0.5 - x) / across;
        double dy = (i / columns + 0.5 - y) / down;
        inside[i] = dx * dx + dy * dy <= 1;
      }
      return inside;
    }

    @Override
    public String toString() {
      return "ellipse %s %s %s %s".formatted(x, y, across, down);
    }
  }

  /** See {@link Mask#of}. */
  record Drawn(Images picture) implements Mask {
    @Override
    public boolean[] inside(int rows, int columns) {
      Images fitted = ImageFiles.fit(picture, rows, columns);
      int plane = rows * columns;
      boolean[] inside = new boolean[plane];
      for (int i = 0; i < plane; i++) {
        double sum = 0;
        for (int c = 0; c < fitted.channels(); c++) {
          sum += fitted.pixels()[c * plane + i];
        }
        inside[i] = sum / fitted.channels() > 0.5;
      }
      return inside;
    }

    @Override
    public String toString() {
      return "drawn mask %08x".formatted(Arrays.hashCode(picture.pixels()));
    }
  }

  /** See {@link Mask#or}. */
  record Either(Mask one, Mask other) implements Mask {
    @Override
    public boolean[] inside(int rows, int columns) {
      boolean[] inside = one.inside(rows, columns);
      boolean[] more = other.inside(rows, columns);
      for (int i = 0; i < inside.length; i++) {
        inside[i] |= more[i];
      }
      return inside;
    }

    @Override
    public String toString() {
      return one + " or " + other;
    }
  }
}
