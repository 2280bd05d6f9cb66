package robusta.dsl;

import java.nio.file.Path;
import robusta.figure.Export;
import robusta.figure.Figure;
import tech.tablesaw.api.Table;

/** Where a session shows things: a terminal, a notebook's cell. */
public interface Display {

  /** Shows a line or more of text. */
  void text(String text);

  /** Shows a table; as text unless a front end can do better. */
  default void table(Table table) {
    text(table.printAll());
  }

  /**
   * Shows a figure; where no picture can be shown it is saved, and the text says where.
   *
   * @param file where it may be saved
   */
  default void figure(Figure figure, Path file) {
    text(figure.title() + ": " + Export.figure(figure, file));
  }
}
