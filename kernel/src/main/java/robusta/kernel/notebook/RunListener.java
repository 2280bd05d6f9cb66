package robusta.kernel.notebook;

import robusta.display.Output;
import robusta.display.Rendering;

/** Who watches a notebook run. Any thread may call it. */
interface RunListener {

  /**
   * A cell begins.
   *
   * @param number its number, from 1
   * @param total how many there are to run
   * @param source its text
   */
  default void began(int number, int total, String source) {}

  /** A cell printed something. */
  default void printed(Output.Stream stream, String text) {}

  /** Something that a cell shows is now this, such as the progress of its work. */
  default void updated(Rendering rendering) {}
}
