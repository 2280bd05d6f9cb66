package robusta.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import robusta.attack.AttackResult;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionResult;
import robusta.represent.LossCurve;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import robusta.run.Recipe;
import robusta.run.RobustaException;
import robusta.train.EpochRecord;
import robusta.train.EvaluationResult;
import robusta.train.History;
import robusta.train.TrainingResult;
import tech.tablesaw.api.Table;

/**
 * Figures of results, laid out as in the paper. Where several results are given, they come from
 * several models that did the same thing, and are named by the keys in the map's order.
 */
public final class Figures {
  /** Images in a row before the next block begins. */
  static final int COLUMNS = 10;

  private Figures() {}

  /** Images as they are. */
  public static ImageGrid of(Images images) {
    ImageGrid.Builder grid = ImageGrid.titled("");
    eachChunk(images.count(), (from, to) -> grid.row("", images.slice(from, to)));
    return grid.build();
  }

  /** Images with the names of their classes. */
  public static ImageGrid of(Batch batch, List<String> classes) {
    ImageGrid.Builder grid = ImageGrid.titled("");
    eachChunk(
        batch.size(),
        (from, to) ->
            grid.row(
                "",
                batch.images().slice(from, to),
                captions(from, to, i -> classes.get(batch.labels()[i]))));
    return grid.build();
  }

  /** A table under its own name. */
  public static TableFigure of(Table table) {
    return new TableFigure(table.name() == null ? "" : table.name(), "", table, List.of());
  }

  /** Targets, sources and what was found, with the distances of their representations. */
  public static ImageGrid of(InversionResult result) {
    return inversions(Map.of("inverted", result));
  }

  /**
   * The same, with what each model found.
   *
   * @throws RobustaException if the targets are not the same
   */
  public static ImageGrid inversions(Map<String, InversionResult> results) {
    return InversionFigures.inversions(results);
  }

  /** The frames of each pair, with the interpolation of the pixels under them. */
  public static ImageGrid of(InterpolationResult result) {
    return interpolations(Map.of("representation", result));
  }

  /**
   * The same, with each model's frames.
   *
   * @throws RobustaException if the ends or the numbers of frames are not the same
   */
  public static ImageGrid interpolations(Map<String, InterpolationResult> results) {
    InterpolationResult first = first(results);
    requireSame(results, InterpolationResult::blends, "ends and frames");
    ImageGrid.Builder grid =
        ImageGrid.titled("Interpolating between images")
            .note(
                "Above: λ. Under each frame: ‖R(x) − t‖ / ‖t‖, t the interpolated representation.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    for (int pair = 0; pair < first.from().count(); pair++) {
      int start = pair * first.frames();
      grid.block(captions(0, first.frames(), f -> decimals(first.lambda(f))));
      results.forEach(
          (name, r) ->
              grid.row(
                  name,
                  r.images().slice(start, start + r.frames()),
                  captions(start, start + r.frames(), i -> decimals(r.distanceAfter()[i]))));
      grid.row("pixels", first.blendsOfPair(pair));
    }
    return grid.build();
  }

  /** What features respond to, or images before and after a feature was added. */
  public static ImageGrid of(VisualizationResult result) {
    return visualizations(Map.of("", result));
  }

  /**
   * The same, with each model's images.
   *
   * @throws RobustaException if the sources are not the same, or some are visualizations and others
   *     feature additions
   */
  public static ImageGrid visualizations(Map<String, VisualizationResult> results) {
    return FeatureFigures.visualizations(results);
  }

  /** The images at both ends of features, one block per feature. */
  public static ImageGrid topActivations(List<TopActivationsResult> results, List<String> classes) {
    return FeatureFigures.topActivations(results, classes);
  }

  /** Clean images, the attacked ones, and what was added to them, amplified. */
  public static ImageGrid of(AttackResult result, List<String> classes) {
    return attacks(List.of(result), classes);
  }

  /**
   * The same for an attack at several eps.
   *
   * @throws RobustaException if the attacked images are not the same
   */
  public static ImageGrid attacks(List<AttackResult> results, List<String> classes) {
    AttackResult first = results.get(0);
    for (AttackResult r : results) {
      requireEqual(first.originals(), r.originals(), "originals");
    }
    ImageGrid.Builder grid =
        ImageGrid.titled("Adversarial examples").note("Under each image: the predicted class.");
    results.forEach(r -> grid.recipe(r.recipe()));
    eachChunk(
        first.originals().count(),
        (from, to) -> {
          grid.block()
              .row(
                  "clean",
                  first.originals().slice(from, to),
                  captions(from, to, i -> classes.get(first.predictionsBefore()[i])));
          for (AttackResult r : results) {
            double factor = amplification(r);
            grid.row(
                "adversarial\nε = " + Numbers.format(r.eps()),
                r.images().slice(from, to),
                captions(from, to, i -> classes.get(r.predictionsAfter()[i])));
            grid.row(
                "difference\n× " + Numbers.format(factor), amplified(r, factor).slice(from, to));
          }
        });
    return grid.build();
  }

  /** What makes the largest change fill the range from grey to black or white. */
  private static double amplification(AttackResult r) {
    double largest = 0;
    for (int i = 0; i < r.images().pixels().length; i++) {
      largest = Math.max(largest, Math.abs(r.images().pixels()[i] - r.originals().pixels()[i]));
    }
    double exact = largest == 0 ? 1 : 0.5 / largest;
    return exact > 1 ? Math.floor(exact) : 1;
  }

  private static Images amplified(AttackResult r, double factor) {
    float[] pixels = new float[r.images().pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      double change = r.images().pixels()[i] - r.originals().pixels()[i];
      pixels[i] = (float) (0.5 + factor * change);
    }
    return r.images().withPixels(pixels, r.images().count());
  }

  /** Loss and accuracies over the epochs. */
  public static Panels of(TrainingResult result) {
    return training(Map.of("", result));
  }

  /** Loss and accuracies over the epochs of a training that may still run. */
  public static Panels of(History history) {
    return training(List.of(new Curves("", history.epochs())), List.of());
  }

  /** The same, with each model's curves. */
  public static Panels training(Map<String, TrainingResult> results) {
    List<Recipe> recipes = results.values().stream().map(TrainingResult::recipe).toList();
    List<Curves> curves = new ArrayList<>();
    results.forEach((name, r) -> curves.add(new Curves(name, r.history().epochs())));
    return training(curves, recipes);
  }

  /**
   * The epochs of a model.
   *
   * @param name the model; empty when there is only one
   */
  record Curves(String name, List<EpochRecord> epochs) {
    LineChart.Series of(String what, java.util.function.ToDoubleFunction<EpochRecord> value) {
      return new LineChart.Series(
          name.isEmpty() ? what : what.isEmpty() ? name : name + ", " + what,
          epochs.stream().mapToDouble(EpochRecord::epoch).toArray(),
          epochs.stream().mapToDouble(value).toArray());
    }
  }

  static Panels training(List<Curves> models, List<Recipe> recipes) {
    List<LineChart.Series> losses = new ArrayList<>();
    List<LineChart.Series> accuracies = new ArrayList<>();
    for (Curves model : models) {
      losses.add(model.of("", EpochRecord::trainLoss));
      if (models.size() == 1) {
        accuracies.add(model.of("train", EpochRecord::trainAccuracy));
      }
      accuracies.add(model.of("test", EpochRecord::testAccuracy));
      accuracies.add(model.of("test, attacked", EpochRecord::robustAccuracy));
    }
    return new Panels(
        "Training",
        "Training loss and accuracy are those of the batches as the network saw them.",
        List.of(
            new LineChart("Loss", "", "epoch", Axis.linear("loss (nats)"), losses, recipes),
            new LineChart("Accuracy", "", "epoch", Axis.percent("accuracy"), accuracies, recipes)));
  }

  /** Accuracies as bars: a group per eps, a bar per model. */
  public static BarChart of(EvaluationResult result) {
    Set<String> models = new LinkedHashSet<>();
    Set<Double> radii = new LinkedHashSet<>();
    int images = 0;
    for (EvaluationResult.Score score : result.scores()) {
      models.add(score.model());
      radii.add(score.eps());
      images = Math.max(images, score.images());
    }
    return new BarChart(
        "Accuracy under attack",
        "On " + images + " test images.",
        "ε",
        Axis.percent("accuracy"),
        radii.stream().map(eps -> eps == 0 ? "clean" : Numbers.format(eps)).toList(),
        models.stream()
            .map(
                model ->
                    new BarChart.Series(
                        model,
                        radii.stream().mapToDouble(eps -> result.accuracy(model, eps)).toArray()))
            .toList(),
        result.recipes());
  }

  /** The mean loss of optimizations on their way, by name. */
  public static LineChart losses(Map<String, LossCurve> curves) {
    List<LineChart.Series> series = new ArrayList<>();
    curves.forEach(
        (name, curve) ->
            series.add(
                new LineChart.Series(
                    name, Arrays.stream(curve.steps()).asDoubleStream().toArray(), curve.means())));
    return new LineChart("Loss", "", "step", Axis.linear("mean loss"), series, List.of());
  }

  interface Chunk {
    void accept(int from, int to);
  }

  static void eachChunk(int count, Chunk chunk) {
    for (int from = 0; from < count; from += COLUMNS) {
      chunk.accept(from, Math.min(count, from + COLUMNS));
    }
  }

  static String[] captions(int from, int to, IntFunction<String> caption) {
    return IntStream.range(from, to).mapToObj(caption).toArray(String[]::new);
  }

  static String decimals(double value) {
    return String.format(java.util.Locale.ROOT, "%.2f", value);
  }

  static <R> R first(Map<String, R> results) {
    return results.values().stream()
        .findFirst()
        .orElseThrow(() -> new RobustaException("there is no result to show; give at least one"));
  }

  static <R> boolean same(Map<String, R> results, java.util.function.Function<R, Images> part) {
    Images wanted = part.apply(first(results));
    return results.values().stream().allMatch(r -> equal(wanted, part.apply(r)));
  }

  static <R> void requireSame(
      Map<String, R> results, java.util.function.Function<R, Images> part, String what) {
    Images wanted = part.apply(first(results));
    results.values().forEach(r -> requireEqual(wanted, part.apply(r), what));
  }

  private static void requireEqual(Images a, Images b, String what) {
    if (!equal(a, b)) {
      throw new RobustaException(
          "these results have different %s; show each on its own".formatted(what));
    }
  }

  private static boolean equal(Images a, Images b) {
    return a.count() == b.count()
        && a.height() == b.height()
        && a.width() == b.width()
        && Arrays.equals(a.pixels(), b.pixels());
  }
}
