package robusta.kernel.magic;

import java.net.URL;
import java.util.List;
import robusta.display.Output;

/** The session in which a magic stands. */
public interface MagicContext {

  /**
   * Runs code as a cell of the session, so that what it declares and imports stays.
   *
   * @return the value of its last statement; null where it has none
   * @throws RuntimeException whatever a cell fails with
   */
  Object evaluate(String code);

  /** Lets the following code find the classes of a jar or a folder. */
  void addToClassPath(URL place);

  /** What was added to the class path so far. */
  List<URL> classPath();

  /** Where the cell's prints and pictures go. */
  Output output();

  /**
   * Returns normally while nobody asked the cell to stop.
   *
   * @throws robusta.run.CancelledException once someone did
   */
  void checkStopped();

  /** Prints a line. */
  default void print(String line) {
    output().stream(Output.Stream.STDOUT, line + "\n");
  }
}
