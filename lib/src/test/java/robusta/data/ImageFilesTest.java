package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class ImageFilesTest {
  private static final int PLANE = Vectors.HEIGHT * Vectors.WIDTH;

  @TempDir Path folder;

  @Test
  void pngFilesHoldTheBytesThatPillowWrote() {
    assertArrayEquals(
        Vectors.floats("picture"), ImageFiles.read(3, Vectors.file("rgb.png")).pixels());
    float[] red = Arrays.copyOf(Vectors.floats("picture"), PLANE);
    assertArrayEquals(red, ImageFiles.read(1, Vectors.file("grey.png")).pixels());
    Vectors.assertClose(red, ImageFiles.read(1, Vectors.file("grey16.png")).pixels(), 1e-6);
    assertArrayEquals(
        Vectors.floats("palette"), ImageFiles.read(3, Vectors.file("palette.png")).pixels());
  }

  @Test
  void transparencyIsIgnored() {
    assertArrayEquals(
        Vectors.floats("picture"), ImageFiles.read(3, Vectors.file("rgba.png")).pixels());
  }

  @Test
  void jpegFilesAreDecodedAsPillowDoes() {
    Vectors.assertClose(
        Vectors.floats("jpeg"), ImageFiles.read(3, Vectors.file("rgb.jpg")).pixels(), 2.01 / 255);
  }

  @Test
  void jpegFilesOfFourInksBecomeRgbAsInPillow() {
    for (String name : List.of("cmyk", "ycck")) {
      Vectors.assertClose(
          Vectors.floats(name),
          ImageFiles.read(3, Vectors.file(name + ".jpg")).pixels(),
          3.01 / 255);
    }
  }

  @Test
  void greyAndColourConvert() {
    // Pillow rounds to bytes.
    Vectors.assertClose(
        Vectors.floats("grey_of_rgb"),
        ImageFiles.read(1, Vectors.file("rgb.png")).pixels(),
        .51 / 255);
    float[] repeated = ImageFiles.read(3, Vectors.file("grey.png")).pixels();
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(
          Arrays.copyOf(Vectors.floats("picture"), PLANE),
          Arrays.copyOfRange(repeated, c * PLANE, (c + 1) * PLANE));
    }
  }

  @Test
  void resizingIsTorchvisionsWithAntialias() {
    Images picture = Vectors.picture();
    for (int[] size : new int[][] {{10, 14}, {7, 5}, {33, 50}, {13, 40}}) {
      Vectors.assertClose(
          Vectors.floats("resize_%dx%d".formatted(size[0], size[1])),
          Resampling.resize(
                  picture, Resampling.whole(picture), size[0], size[1], Resampling.Kernel.TRIANGLE)
              .pixels(),
          1e-5);
    }
  }

  @Test
  void filesOfAnySizeAreFittedToTheOneAsked() {
    Path file = Vectors.file("rgb.png");
    Images two = ImageFiles.read(3, 12, 12, file, file);
    assertEquals("2 images of 3x12x12", two.toString());
    Vectors.assertClose(Vectors.floats("fit_12"), two.get(1).pixels(), 1e-5);
    Images wide = ImageFiles.fit(Vectors.picture(), 5, 40);
    assertEquals("1 image of 3x5x40", wide.toString());
    wide.requireValid();
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path png = folder.resolve("a.png");
    ImageFiles.write(Vectors.picture(), png);
    assertArrayEquals(Vectors.floats("picture"), ImageFiles.read(3, png).pixels());
    Images grey = new Images(new float[] {0, .2f, .6f, 1}, 1, 1, 2, 2);
    Path greyPng = folder.resolve("b.PNG");
    ImageFiles.write(grey, greyPng);
    assertArrayEquals(grey.pixels(), ImageFiles.read(1, greyPng).pixels());
    ImageFiles.write(Vectors.picture(), folder.resolve("c.jpg"));
    assertEquals("1 image of 3x20x28", ImageFiles.read(3, folder.resolve("c.jpg")).toString());
    assertEquals(List.of("a.png", "b.PNG", "c.jpg"), names());
  }

  @Test
  void whatCannotBeWrittenLeavesNothing() throws IOException {
    Images two = Images.zeros(2, 1, 2, 2);
    Images nan = new Images(new float[] {Float.NaN}, 1, 1, 1, 1);
    Images one = Images.zeros(1, 1, 2, 2);
    assertMessage("one image, not 2", () -> ImageFiles.write(two, folder.resolve("a.png")));
    assertMessage("is NaN", () -> ImageFiles.write(nan, folder.resolve("a.png")));
    assertMessage("use .png", () -> ImageFiles.write(one, folder.resolve("a.xyz")));
    assertMessage("use .png", () -> ImageFiles.write(one, folder.resolve("noending")));
    assertEquals(List.of(), names());
  }

  @Test
  void filesThatAreMissingOrNoImagesAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "not an image at all");
    Path empty = Files.write(folder.resolve("empty.jpg"), new byte[0]);
    assertMessage(text + " is not an image", () -> ImageFiles.read(3, text));
    assertMessage(empty + " is not an image", () -> ImageFiles.read(3, empty));
    assertMessage("x.png does not exist", () -> ImageFiles.read(3, folder.resolve("x.png")));
    assertMessage(folder + " is a folder", () -> ImageFiles.read(3, folder));
    assertMessage("no image files", () -> ImageFiles.read(3));
    assertMessage("not with 4", () -> ImageFiles.read(4, Vectors.file("rgb.png")));
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    for (String name : new String[] {"rgb.png", "rgb.jpg", "grey.png", "palette.png"}) {
      byte[] whole = Files.readAllBytes(Vectors.file(name));
      for (double share : new double[] {.95, .8, .5}) {
        Path part = folder.resolve(share + name);
        Files.write(part, Arrays.copyOf(whole, (int) (whole.length * share)));
        assertMessage(part + " is truncated", () -> ImageFiles.read(3, part));
      }
    }
  }

  @Test
  void mixedSizesAreNamed() {
    Path other = folder.resolve("other.png");
    ImageFiles.write(Images.zeros(1, 3, 20, 20), other);
    assertMessage(
        other + " is 20x20 pixels (width x height) but",
        () -> ImageFiles.read(3, Vectors.file("rgb.png"), other));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(RobustaException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
