package robusta.display;

/**
 * Where a cell's prints and pictures go: a Jupyter client, a notebook file. Any thread may call it;
 * what one thread sends arrives in the order it was sent.
 */
public interface Output {

  /** Which of a program's two texts something belongs to. */
  enum Stream {
    STDOUT,
    STDERR
  }

  /** Adds to a text; it may be a piece of a line, or many lines. */
  void stream(Stream stream, String text);

  /**
   * Shows something below what was shown before.
   *
   * @param id a name under which {@link #update} can replace it; null where nothing will
   */
  void display(Rendering rendering, String id);

  /** Replaces everything that was displayed under this name, in whichever cell it stands. */
  void update(Rendering rendering, String id);

  /**
   * Takes away what this cell has shown so far.
   *
   * @param wait not before something else is shown, which avoids flicker
   */
  void clear(boolean wait);
}
