package robusta.dsl;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import robusta.train.EvaluationResult;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The table that scripts see of an evaluation. */
final class Accuracies {
  private Accuracies() {}

  /** One row per network: its name, then its accuracy at each eps, where 0 is called clean. */
  static Table byModel(EvaluationResult result) {
    Set<String> models = new LinkedHashSet<>();
    Map<Double, String> columns = new LinkedHashMap<>();
    for (EvaluationResult.Score score : result.scores()) {
      models.add(score.model());
      columns.put(score.eps(), score.eps() == 0 ? "clean" : "eps " + Numbers.text(score.eps()));
    }
    Table table = Table.create("accuracy", StringColumn.create("model", models.stream()));
    columns.forEach(
        (eps, name) -> {
          DoubleColumn column = DoubleColumn.create(name);
          models.forEach(model -> column.append(result.accuracy(model, eps)));
          table.addColumns(column);
        });
    return table;
  }
}
