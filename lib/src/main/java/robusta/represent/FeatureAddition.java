package robusta.represent;

import java.util.LinkedHashMap;
import java.util.Map;
import robusta.attack.Constraint;
import robusta.attack.Inputs;
import robusta.attack.Objective;
import robusta.attack.Pgd;
import robusta.attack.StopRule;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.model.Model;
import robusta.run.RunContext;

/**
 * Adds a feature to images (section 4.2.1 of the paper): raises R(x)_i from an image and stops as
 * soon as it is larger than every other coordinate, so that the image's content stays.
 *
 * <p>Defaults: at most 800 steps of 0.1 (0.01 below 128 pixels), eps 1000 (free), with {@code
 * fake_relu}. An image whose feature never dominates keeps its best iterate. {@link #fixedSteps} is
 * the authors' other form, which raises min(R(x)_i - 1, 0).
 */
public final class FeatureAddition extends Optimization<FeatureAddition> {
  private int[] features;
  private Images sources;
  private boolean fixed;

  private FeatureAddition(Model model, Engine engine) {
    super(model, engine, 800, 0.1, true);
  }

  /** Begins adding features with a model. */
  public static FeatureAddition on(Model model, Engine engine) {
    return new FeatureAddition(model, engine);
  }

  /** The coordinates of the representation to add, each to every image on its own. */
  public FeatureAddition features(int... indices) {
    features = indices.clone();
    return this;
  }

  /** The images to add them to. */
  public FeatureAddition to(Images images) {
    sources = images;
    return this;
  }

  /** Takes exactly so many steps on min(R(x)_i - 1, 0) instead of stopping by the paper's rule. */
  public FeatureAddition fixedSteps(int number) {
    fixed = true;
    return steps(number);
  }

  /**
   * Runs it. When cancelled it returns what was reached.
   *
   * @throws robusta.run.RobustaException if no feature or image is given, a feature doesn't exist,
   *     or images don't fit the model
   */
  public VisualizationResult run(RunContext context) {
    require(features, "adding a feature", "features(...)");
    Inputs.requireFit(require(sources, "adding a feature", "to(images)"), model);
    FeatureGrid grid = FeatureGrid.of(sources, features);
    int[] each = grid.features();
    Pgd.Builder builder = configure(Pgd.in(Constraint.l2(FREE)));
    Map<String, String> own = new LinkedHashMap<>();
    if (fixed) {
      own.put("stop", "after the last step");
      return ascend(
          "add feature", grid, builder.build(), Objective.featureAddition(each), own, context);
    }
    own.put("stop", "when the feature dominates");
    Pgd pgd = builder.stopWhen(StopRule.dominates(each)).build();
    return ascend("add feature", grid, pgd, Objective.feature(each), own, context);
  }
}
