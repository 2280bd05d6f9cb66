package robusta.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import robusta.run.Recipe;
import tech.tablesaw.api.Table;

/**
 * What a {@link Trainer} did. The trained weights are in the model it was given.
 *
 * @param history the epochs
 * @param stopped whether it was cancelled; the model then holds the weights it had got to
 * @param best the model with the best accuracy (robust if there was an adversary), where
 *     checkpoints were kept; {@link robusta.model.Checkpoints#load(Path)} reads it
 * @param warnings what went wrong without ending the training, such as a checkpoint that could not
 *     be written
 * @param recipe how the model came about
 */
public record TrainingResult(
    History history, boolean stopped, Optional<Path> best, List<String> warnings, Recipe recipe) {

  /** The history as a table; see {@link History#table}. */
  public Table table() {
    return history.table();
  }

  /**
   * The same training, after which the model's weights were averaged with others, as the recipe
   * then says, too.
   *
   * @param settings what {@link WeightAverage#run} gave
   */
  public TrainingResult averaged(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(recipe.settings());
    all.putAll(settings);
    return new TrainingResult(
        history,
        stopped,
        best,
        warnings,
        new Recipe(
            recipe.verb(), all, recipe.model(), recipe.data(), recipe.seed(), recipe.versions()));
  }
}
