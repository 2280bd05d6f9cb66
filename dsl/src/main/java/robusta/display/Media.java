package robusta.display;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import robusta.run.RobustaException;

/** Renderings of what is in a format already. */
public final class Media {
  private static final Pattern ELEMENT = Pattern.compile("<[^>]*>");
  private static final String GIF = "image/gif";

  private Media() {}

  /** HTML; scripts in it run where the notebook is trusted. */
  public static Rendering html(String text) {
    return Rendering.text(ELEMENT.matcher(text).replaceAll("").strip()).with(Rendering.HTML, text);
  }

  /** Markdown. */
  public static Rendering markdown(String text) {
    return Rendering.text(text).with(Rendering.MARKDOWN, text);
  }

  /** LaTeX: a formula between dollars, or an environment. */
  public static Rendering latex(String text) {
    return Rendering.text(text).with(Rendering.LATEX, text);
  }

  /** An SVG document. */
  public static Rendering svg(String text) {
    return Rendering.text("an SVG image").with(Rendering.SVG, text);
  }

  /**
   * The image in a file.
   *
   * @throws RobustaException if there is no such file, or it is no PNG, JPEG, GIF or SVG image
   */
  public static Rendering image(Path file) {
    try {
      return image(Files.readAllBytes(file), file.getFileName().toString());
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no image " + file, e);
    } catch (IOException e) {
      throw new RobustaException("the image %s cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * The image that these bytes are.
   *
   * @param name what it is called
   * @throws RobustaException if they are no PNG, JPEG, GIF or SVG image
   */
  public static Rendering image(byte[] bytes, String name) {
    String start = new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1);
    String type =
        start.startsWith("\u0089PNG")
            ? Rendering.PNG
            : start.startsWith("\u00ff\u00d8\u00ff")
                ? Rendering.JPEG
                : start.startsWith("GIF8") ? GIF : start.contains("<svg") ? Rendering.SVG : "";
    if (type.isEmpty()) {
      throw new RobustaException(name + " is no PNG, JPEG, GIF or SVG image");
    }
    if (type.equals(Rendering.SVG)) {
      return Rendering.text(name).with(type, new String(bytes, StandardCharsets.UTF_8));
    }
    return Rendering.text(name).with(type, Base64.getEncoder().encodeToString(bytes));
  }
}
