package robusta.display;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import robusta.run.AtomicFile;

/** Shows everything as text; pictures are saved, and the text says where. */
public final class TextDisplay implements Display {
  private final Consumer<String> lines;

  /** On this stream. */
  public TextDisplay(PrintStream out) {
    this(
        text -> {
          out.println(text);
          out.flush();
        });
  }

  /** To whoever takes texts of a line or more. */
  public TextDisplay(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void text(String text) {
    lines.accept(text.stripTrailing());
  }

  @Override
  public Shown show(Rendering rendering, Path file) {
    if (rendering.data().get(Rendering.PNG) instanceof String base64) {
      byte[] png = Base64.getDecoder().decode(base64);
      Path saved = AtomicFile.write(file, out -> out.write(png));
      text((rendering.plain() + ": " + saved).strip());
    } else if (!rendering.data().isEmpty()) {
      text(rendering.plain());
    }
    return next -> show(next, file);
  }
}
