package robusta.figure;

import java.util.List;
import robusta.run.Recipe;
import tech.tablesaw.api.Table;

/**
 * A table as a figure.
 *
 * @param title what stands above it
 * @param note what a reader needs to know; may be empty
 * @param table the table
 * @param recipes how the numbers came about
 */
public record TableFigure(String title, String note, Table table, List<Recipe> recipes)
    implements Figure {

  public TableFigure {
    recipes = List.copyOf(recipes);
  }

  @Override
  public String description() {
    return "%s: a table of %s rows with the columns %s"
        .formatted(title, table.rowCount(), String.join(", ", table.columnNames()));
  }
}
