package robusta.dsl;

import java.io.PrintStream;

/** Shows everything as text. */
public final class TextDisplay implements Display {
  private final PrintStream out;

  /** On this stream. */
  public TextDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void text(String text) {
    out.println(text.stripTrailing());
    out.flush();
  }
}
