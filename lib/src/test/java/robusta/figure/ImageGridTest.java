package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.data.Images;
import robusta.run.RobustaException;

class ImageGridTest {

  /** Twice the smallest whole factor that gives 96 units, in half units. */
  @ParameterizedTest
  @CsvSource({"1,28,7", "3,32,6", "3,64,3", "1,96,2", "3,224,1"})
  void everyPixelIsASquareAtItsPlace(int channels, int side, int factor) {
    Images upper = Samples.images(3, channels, side, 1);
    Images lower = Samples.images(2, channels, side, 2);
    BufferedImage picture =
        ImageGrid.titled("A title")
            .note("and a note")
            .row("upper", upper, "a", "b", "a caption that has to be broken into lines")
            .row("lower row with a long label", lower)
            .build()
            .render();
    Point first = find(picture, upper, 0, factor);
    Point second = find(picture, upper, 1, factor);
    Point third = find(picture, upper, 2, factor);
    Point below = find(picture, lower, 0, factor);
    find(picture, lower, 1, factor);
    assertEquals(first.y, second.y);
    assertEquals(second.x - first.x, third.x - second.x);
    assertTrue(second.x - first.x > side * factor, "pictures touch");
    assertEquals(first.x, below.x);
    assertTrue(below.y > first.y + side * factor, "rows touch");
  }

  @Test
  void nothingIsDrawnOutsideThePage() {
    String text = "words of some length, again and again and again";
    BufferedImage picture =
        ImageGrid.titled(text + text + text)
            .note(text + text)
            .block(text, text)
            .row(text + text, Samples.images(2, 1, 8, 3), text, text)
            .block("head")
            .row("Donaudampfschifffahrtsgesellschaftskapitänsmütze", Samples.images(1, 1, 8, 4))
            .build()
            .render();
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int margin = 0; margin < 20; margin++) {
        assertEquals(0xffffffff, picture.getRGB(x, margin));
        assertEquals(0xffffffff, picture.getRGB(x, picture.getHeight() - 1 - margin));
      }
    }
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int margin = 0; margin < 20; margin++) {
        assertEquals(0xffffffff, picture.getRGB(margin, y));
        assertEquals(0xffffffff, picture.getRGB(picture.getWidth() - 1 - margin, y));
      }
    }
  }

  @Test
  void valuesOutsideTheRangeAreCutOffAndNanIsRefused() {
    float[] pixels = {-3, 7, Float.POSITIVE_INFINITY, 0.5f};
    BufferedImage picture = Figures.of(new Images(pixels, 1, 1, 2, 2)).render();
    int[] seen = new int[4];
    for (int i = 0; i < 4; i++) {
      // The middle of each of the four squares, after the margin.
      seen[i] = 0xff & picture.getRGB(28 + 96 / 2 + 96 * (i % 2), 28 + 96 / 2 + 96 * (i / 2));
    }
    assertArrayEquals(new int[] {0, 255, 255, 128}, seen);
    pixels[2] = Float.NaN;
    RobustaException e =
        assertThrows(RobustaException.class, Figures.of(new Images(pixels, 1, 1, 2, 2))::render);
    assertTrue(e.getMessage().contains("NaN"), e.getMessage());
  }

  @Test
  void wrongNumbersOfCaptionsAndEmptyGridsAreRefused() {
    Images two = Samples.images(2, 1, 8, 1);
    assertThrows(RobustaException.class, () -> new ImageGrid.Row("x", two, List.of("one")));
    assertThrows(RobustaException.class, ImageGrid.titled("nothing")::build);
  }

  /** Looks for an enlarged image everywhere; it must be there exactly once. */
  private static Point find(BufferedImage picture, Images images, int index, int factor) {
    int width = images.width() * factor;
    int height = images.height() * factor;
    int pageWidth = picture.getWidth();
    int[] page = picture.getRGB(0, 0, pageWidth, picture.getHeight(), null, 0, pageWidth);
    int[] wanted = new int[width * height];
    int plane = images.height() * images.width();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = index * images.imageSize() + y / factor * images.width() + x / factor;
        int color = 0xff;
        for (int c = 0; c < 3; c++) {
          float value = images.pixels()[images.channels() == 3 ? at + c * plane : at];
          color = color << 8 | Math.round(255 * value);
        }
        wanted[y * width + x] = color;
      }
    }
    Point found = null;
    for (int y = 0; y + height <= picture.getHeight(); y++) {
      for (int x = 0; x + width <= pageWidth; x++) {
        boolean equal = true;
        for (int row = 0; equal && row < height; row++) {
          int from = (y + row) * pageWidth + x;
          equal = Arrays.equals(page, from, from + width, wanted, row * width, (row + 1) * width);
        }
        if (equal) {
          assertEquals(null, found, "image " + index + " is there twice");
          found = new Point(x, y);
        }
      }
    }
    assertTrue(found != null, "image " + index + " is not in the picture");
    return found;
  }
}
