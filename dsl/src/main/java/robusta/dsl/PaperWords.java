package robusta.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import robusta.paper.PaperSettings;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's settings as named arguments of the verbs they exist for: {@code invert(*:
 * paper().invert, targets)}. What is written behind them replaces them.
 */
public final class PaperWords {
  private final PaperSettings settings;

  PaperWords(PaperSettings settings) {
    this.settings = settings;
  }

  /** The core's settings. */
  public PaperSettings settings() {
    return settings;
  }

  /** Of {@code train}: robust training. */
  public Map<String, Object> getTrain() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("eps", settings.adversary().eps());
    options.put("norm", "L2");
    options.put("steps", settings.adversary().steps());
    options.put("stepSize", settings.adversary().stepSize());
    options.putAll(getStandard());
    return options;
  }

  /** Of {@code train}: standard training. */
  public Map<String, Object> getStandard() {
    PaperSettings.Training training = settings.training();
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("epochs", training.epochs());
    options.put("batch", training.batchSize());
    options.put("learningRate", training.learningRate());
    options.put("schedule", training.drops());
    options.put("optimizer", "sgd");
    options.put("momentum", training.momentum());
    options.put("weightDecay", training.weightDecay());
    options.put("augment", training.augmentation());
    return options;
  }

  /** Of {@code evaluate} and {@code compare}. */
  public Map<String, Object> getEvaluate() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("eps", List.of(0, settings.adversary().eps()));
    options.put("norm", "L2");
    options.put("steps", settings.attackSteps());
    return options;
  }

  /** Of {@code attack}. */
  public Map<String, Object> getAttack() {
    Map<String, Object> options = getEvaluate();
    options.put("eps", settings.adversary().eps());
    return options;
  }

  /** Of {@code invert}. */
  public Map<String, Object> getInvert() {
    return within(settings.inversion(), false);
  }

  /** Of {@code pairs}. */
  public Map<String, Object> getPairs() {
    return search(settings.inversion(), false);
  }

  /** Of {@code interpolate}. */
  public Map<String, Object> getInterpolate() {
    return search(settings.inversion(), true);
  }

  /** Of {@code visualize}. */
  public Map<String, Object> getVisualize() {
    return within(settings.visualization(), false);
  }

  /** Of {@code visualize} from {@code gray(1)}, as in figure 8. */
  public Map<String, Object> getVisualizeGray() {
    return within(settings.fromGray(), false);
  }

  /** Of {@code add}, which stops when the feature dominates. */
  public Map<String, Object> getAdd() {
    Map<String, Object> options = search(settings.addition(), true);
    options.remove("steps"); // would ask for the form of fixed steps
    return options;
  }

  private static Map<String, Object> within(PaperSettings.Search search, boolean best) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("within", search.eps());
    options.putAll(search(search, best));
    return options;
  }

  private static Map<String, Object> search(PaperSettings.Search search, boolean best) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("steps", search.steps());
    options.put("stepSize", search.stepSize());
    options.put("best", best);
    return options;
  }

  /** A row per verb. */
  public Table getTable() {
    Map<String, Map<String, Object>> verbs = new LinkedHashMap<>();
    verbs.put("train", getTrain());
    verbs.put("standard", getStandard());
    verbs.put("evaluate", getEvaluate());
    verbs.put("attack", getAttack());
    verbs.put("invert", getInvert());
    verbs.put("pairs", getPairs());
    verbs.put("interpolate", getInterpolate());
    verbs.put("visualize", getVisualize());
    verbs.put("visualizeGray", getVisualizeGray());
    verbs.put("add", getAdd());
    StringColumn verb = StringColumn.create("paper()");
    StringColumn options = StringColumn.create("settings");
    verbs.forEach(
        (name, values) -> {
          verb.append(name);
          options.append(
              values.entrySet().stream()
                  .map(option -> option.getKey() + ": " + option.getValue())
                  .collect(Collectors.joining(", ")));
        });
    return Table.create("the paper's settings for " + settings.data(), verb, options);
  }

  @Override
  public String toString() {
    return "the paper's settings for %s; paper().table lists them".formatted(settings.data());
  }
}
