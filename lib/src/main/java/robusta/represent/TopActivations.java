package robusta.represent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import robusta.attack.Inputs;
import robusta.data.Batch;
import robusta.data.Dataset;
import robusta.engine.Engine;
import robusta.engine.Recipes;
import robusta.model.Model;
import robusta.plan.Plan;
import robusta.plan.PlanCompiler;
import robusta.run.Argument;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Finds the images of a dataset whose representation is largest and smallest in a coordinate
 * (figure 8 of the paper shows the largest).
 */
public final class TopActivations {
  private final Model model;
  private final Engine engine;
  private int[] features;
  private Dataset data;
  private int count = 5;

  private TopActivations(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
  }

  /** Begins with a model. */
  public static TopActivations on(Model model, Engine engine) {
    return new TopActivations(model, engine);
  }

  /** The coordinates of the representation; one pass over the data serves all. */
  public TopActivations features(int... indices) {
    features = indices.clone();
    return this;
  }

  /** Where to look. */
  public TopActivations in(Dataset dataset) {
    data = dataset;
    return this;
  }

  /** How many images at either end; 5 by default, fewer where the dataset is smaller. */
  public TopActivations count(int images) {
    count = Argument.atLeastOne("count", images);
    return this;
  }

  /**
   * Runs it.
   *
   * @return one result per feature, in their order
   * @throws RobustaException if no feature or dataset is given, a feature doesn't exist, or the
   *     images don't fit the model
   * @throws robusta.run.CancelledException once cancellation was asked for
   */
  public List<TopActivationsResult> run(RunContext context) {
    Optimization.require(features, "finding activating images", "features(...)");
    Optimization.require(data, "finding activating images", "in(dataset)");
    requireFeatures();
    Activations all = Representations.on(model, engine).of(data, context);
    String hash = model.hash();
    List<TopActivationsResult> results = new ArrayList<>();
    for (int feature : features) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("feature", Integer.toString(feature));
      settings.put("count", Integer.toString(count));
      // Ties go to the earlier image, so that the order is always the same.
      List<Integer> ascending =
          IntStream.range(0, all.count())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> all.activation(i, feature)))
              .toList();
      List<Integer> descending =
          IntStream.range(0, all.count())
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -all.activation(i, feature)))
              .toList();
      results.add(
          new TopActivationsResult(
              feature,
              ranking(all, feature, descending),
              ranking(all, feature, ascending),
              Spread.of(
                  IntStream.range(0, all.count())
                      .mapToDouble(i -> all.activation(i, feature))
                      .toArray()),
              Recipes.of(
                  "top activating",
                  settings,
                  engine,
                  model.name() + " " + hash,
                  data.name(),
                  context.seed())));
    }
    return results;
  }

  private void requireFeatures() {
    if (features.length == 0) {
      throw new RobustaException("there is no feature to look for; give at least one");
    }
    Plan plan = PlanCompiler.compile(model);
    Inputs.requireFeatures(plan.shapes().get(plan.representation()).size(), features);
  }

  private TopActivationsResult.Ranking ranking(
      Activations all, int feature, List<Integer> ordered) {
    int[] indices = ordered.stream().limit(count).mapToInt(i -> i).toArray();
    float[] values = new float[indices.length];
    for (int k = 0; k < indices.length; k++) {
      values[k] = all.activation(indices[k], feature);
    }
    Batch batch = data.batch(indices);
    return new TopActivationsResult.Ranking(indices, values, batch.images(), batch.labels());
  }
}
