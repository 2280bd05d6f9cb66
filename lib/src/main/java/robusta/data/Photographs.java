package robusta.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import robusta.run.RobustaException;

/**
 * The photographs that are part of Robusta: squares of 256 pixels in the public domain or under
 * CC0. The file {@code ORIGIN} beside them says who made each.
 */
public final class Photographs {
  private static final List<String> NAMES =
      List.of("cat", "astronaut", "coffee", "rocket", "cameraman", "galaxies", "retina", "bricks");

  private Photographs() {}

  /** What they are called. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Photographs in one size; see {@link ImageFiles#fit}.
   *
   * @param channels 1 for grey, 3 for RGB
   * @param height rows of each
   * @param width columns of each
   * @param names some of {@link #names}
   * @return one image per name, in order
   * @throws RobustaException if there is no photograph of such a name, or none was asked for
   */
  public static Images read(int channels, int height, int width, List<String> names) {
    if (names.isEmpty()) {
      throw new RobustaException("no photographs were asked for; there are " + list());
    }
    return Images.concat(
        names.stream()
            .map(name -> ImageFiles.fit(read(name, channels), height, width))
            .toArray(Images[]::new));
  }

  private static Images read(String name, int channels) {
    if (!NAMES.contains(name)) {
      throw new RobustaException(
          "there is no photograph '%s'; there are %s".formatted(name, list()));
    }
    String file = name + ".jpg";
    try (InputStream in = Photographs.class.getResourceAsStream("photographs/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from robusta-lib");
      }
      return ImageDecoder.decode(Path.of(file), in.readAllBytes(), channels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String list() {
    return String.join(", ", NAMES);
  }
}
