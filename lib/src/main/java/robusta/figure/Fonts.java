package robusta.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import robusta.run.RobustaException;

/**
 * The fonts of figures: DejaVu Sans, which Robusta brings along so that a machine without fonts can
 * draw, and draws the same.
 */
final class Fonts {
  private static final Map<Weight, Font> LOADED = new EnumMap<>(Weight.class);
  private static final String CONFIGURATION = "sun.awt.fontconfig";

  private Fonts() {}

  enum Weight {
    REGULAR("DejaVuSans.ttf"),
    BOLD("DejaVuSans-Bold.ttf");

    private final String file;

    Weight(String file) {
      this.file = file;
    }
  }

  /**
   * A font of this weight and size.
   *
   * @throws RobustaException if this Java can't draw text at all
   */
  static synchronized Font of(Weight weight, float size) {
    return LOADED.computeIfAbsent(weight, Fonts::load).deriveFont(size);
  }

  // Errors too: Java reports a missing font system by several of them.
  @SuppressWarnings("CatchingUnchecked")
  private static Font load(Weight weight) {
    try {
      return read(weight);
    } catch (Exception | Error first) {
      if (System.getProperty(CONFIGURATION) != null) {
        throw unsupported(first);
      }
    }
    // Java refuses even a font that is given to it while the system has none. A configuration of
    // its own, without any, lets it start.
    try {
      Path file = Files.createTempFile("robusta-fonts", ".properties");
      file.toFile().deleteOnExit();
      Files.writeString(
          file, "version=1\nsequence.allfonts=default\n", StandardCharsets.ISO_8859_1);
      System.setProperty(CONFIGURATION, file.toString());
      return read(weight);
    } catch (Exception | Error second) {
      throw unsupported(second);
    }
  }

  private static Font read(Weight weight) throws IOException, FontFormatException {
    try (InputStream in = Fonts.class.getResourceAsStream(weight.file)) {
      return Font.createFont(Font.TRUETYPE_FONT, in);
    }
  }

  private static RobustaException unsupported(Throwable cause) {
    return new RobustaException(
        "this Java cannot draw text (%s); install its font libraries (Debian: apt-get install libfreetype6 libfontconfig1) or use a complete JDK"
            .formatted(cause),
        cause);
  }
}
