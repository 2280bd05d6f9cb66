package robusta.display;

import java.nio.file.Path;

/** Where a session shows things: a terminal, a notebook's cell. */
public interface Display {

  /** Shows a line or more of text. */
  void text(String text);

  /**
   * Shows something below what was shown before.
   *
   * @param file where its picture may be saved where none can be shown; the ending is {@code .png}
   * @return what replaces it
   */
  Shown show(Rendering rendering, Path file);

  /**
   * Takes away what the cell has shown so far; nothing where what is shown stays.
   *
   * @param wait not before something else is shown, which avoids flicker
   */
  default void clear(boolean wait) {}

  /** Whether what is shown can be replaced in place, so that work under way may show itself. */
  default boolean live() {
    return false;
  }
}
