package robusta.train;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import robusta.run.Recipe;
import robusta.run.RobustaException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Accuracies of models under attack.
 *
 * @param scores one per model and eps, model by model
 * @param stopped whether it was cancelled; the scores are then of the images that were looked at
 * @param recipes how each model's scores came about, in the order of the models
 */
public record EvaluationResult(List<Score> scores, boolean stopped, List<Recipe> recipes) {

  /**
   * How one model did at one eps.
   *
   * @param model its name
   * @param eps the radius of the ball; 0 means clean images
   * @param correct images that are classified correctly
   * @param images images in all
   */
  public record Score(String model, double eps, int correct, int images) {

    /** From 0 to 1. */
    public double accuracy() {
      return (double) correct / images;
    }
  }

  public EvaluationResult {
    scores = List.copyOf(scores);
    recipes = List.copyOf(recipes);
  }

  /**
   * The accuracy of a model at an eps, from 0 to 1.
   *
   * @throws RobustaException if it was not measured
   */
  public double accuracy(String model, double eps) {
    for (Score score : scores) {
      if (score.model().equals(model) && score.eps() == eps) {
        return score.accuracy();
      }
    }
    throw new RobustaException(
        "the accuracy of '%s' at eps %s was not measured".formatted(model, eps));
  }

  /** One row per model and eps, with the columns model, eps, accuracy and images. */
  public Table table() {
    StringColumn model = StringColumn.create("model");
    DoubleColumn eps = DoubleColumn.create("eps");
    DoubleColumn accuracy = DoubleColumn.create("accuracy");
    IntColumn images = IntColumn.create("images");
    for (Score score : scores) {
      model.append(score.model());
      eps.append(score.eps());
      accuracy.append(score.accuracy());
      images.append(score.images());
    }
    return Table.create("accuracy", model, eps, accuracy, images);
  }

  /** One row per eps, with the column eps and one column of accuracies per model. */
  public Table sideBySide() {
    Set<Double> radii = new LinkedHashSet<>();
    Set<String> models = new LinkedHashSet<>();
    for (Score score : scores) {
      radii.add(score.eps());
      models.add(score.model());
    }
    Table table = Table.create("accuracy", DoubleColumn.create("eps", new ArrayList<>(radii)));
    for (String model : models) {
      DoubleColumn column = DoubleColumn.create(model);
      radii.forEach(eps -> column.append(accuracy(model, eps)));
      table.addColumns(column);
    }
    return table;
  }
}
