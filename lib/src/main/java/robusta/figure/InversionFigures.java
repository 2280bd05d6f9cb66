package robusta.figure;

import static robusta.figure.Figures.captions;
import static robusta.figure.Figures.decimals;
import static robusta.figure.Figures.eachChunk;
import static robusta.figure.Figures.first;
import static robusta.figure.Figures.requireSame;
import static robusta.figure.Figures.same;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import robusta.data.Images;
import robusta.represent.Budgets;
import robusta.represent.InversionResult;
import robusta.represent.PairsResult;
import robusta.represent.Spread;
import robusta.run.Recipe;
import robusta.run.RobustaException;

/** Figures of inversions, laid out as in the paper; see {@link Figures}. */
public final class InversionFigures {
  private InversionFigures() {}

  /** See {@link Figures#inversions}. */
  static ImageGrid inversions(Map<String, InversionResult> results) {
    InversionResult first = first(results);
    requireSame(results, InversionResult::targets, "targets");
    boolean sameSources = same(results, InversionResult::sources);
    int starts = first.starts();
    int each = first.targets().count() / starts;
    ImageGrid.Builder grid =
        ImageGrid.titled("Inverting representations")
            .note(
                "Under each result: ‖R(x) − R(target)‖ / ‖R(target)‖ of the source → of the result.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    eachChunk(
        each,
        (from, to) -> {
          grid.block().row("target", first.targets().slice(from, to));
          for (int s = 0; s < starts; s++) {
            String number = starts == 1 ? "" : " " + (s + 1);
            int a = s * each + from;
            int b = s * each + to;
            if (sameSources) {
              grid.row("source" + number, first.sources().slice(a, b));
            }
            results.forEach(
                (name, r) -> {
                  if (!sameSources) {
                    grid.row("source%s of\n%s".formatted(number, name), r.sources().slice(a, b));
                  }
                  grid.row(name, r.images().slice(a, b), fromTo(r, a, b));
                });
          }
        });
    return grid.build();
  }

  private static String[] fromTo(InversionResult r, int from, int to) {
    return captions(
        from, to, i -> decimals(r.distanceBefore()[i]) + " → " + decimals(r.distanceAfter()[i]));
  }

  /**
   * Each target with its images on the way there, a row per model (a filmstrip).
   *
   * @throws RobustaException if there are no snapshots, or the targets are not the same
   */
  public static ImageGrid filmstrips(Map<String, InversionResult> results) {
    InversionResult first = first(results);
    requireSame(results, InversionResult::targets, "targets");
    ImageGrid.Builder grid =
        ImageGrid.titled("Inverting representations, step by step")
            .note("From the source (left) towards the representation of the target (right).");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    boolean sameSteps =
        FeatureFigures.sameSteps(
            results.values().stream().map(InversionResult::snapshots).toList());
    for (int i = 0; i < first.targets().count(); i++) {
      int image = i;
      if (sameSteps) {
        grid.block(FeatureFigures.heads(first.snapshots(), "target"));
      }
      results.forEach(
          (name, r) -> {
            if (!sameSteps) {
              grid.block(FeatureFigures.heads(r.snapshots(), "target"));
            }
            grid.row(
                name,
                Images.concat(FeatureFigures.film(r.snapshots(), image), r.targets().get(image)));
          });
    }
    return grid.build();
  }

  /**
   * Pairs of images with the same representation (figure 2): the first images above, under them for
   * each model the second ones, with the two distances.
   *
   * @throws RobustaException if the first images are not the same
   */
  public static ImageGrid pairs(Map<String, PairsResult> results) {
    PairsResult first = first(results);
    requireSame(results, PairsResult::first, "first images");
    boolean sameBefore = same(results, PairsResult::before);
    ImageGrid.Builder grid =
        ImageGrid.titled("Pairs with the same representation")
            .note(
                "R: the distance of the pair's representations, over that of random pairs. L2: the"
                    + " distance of its pixels.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    eachChunk(
        first.first().count(),
        (from, to) -> {
          grid.block().row("first image", first.first().slice(from, to));
          if (sameBefore && results.size() > 1) {
            grid.row("another image", first.before().slice(from, to));
          }
          results.forEach(
              (name, r) -> {
                double[] representation = r.representationDistance();
                double[] pixels = r.pixelDistance();
                grid.row(
                    (sameBefore && results.size() > 1 ? "changed for\n" : "second image,\n") + name,
                    r.second().slice(from, to),
                    captions(
                        from,
                        to,
                        i ->
                            "R %s\nL2 %s"
                                .formatted(decimals(representation[i]), decimals(pixels[i]))));
              });
        });
    return grid.build();
  }

  /** How near representations come within each radius: mean and deviation (figure 4). */
  public static LineChart budgetCurves(Map<String, Budgets> results) {
    first(results);
    List<LineChart.Series> series = new ArrayList<>();
    List<Recipe> recipes = new ArrayList<>();
    results.forEach(
        (name, budgets) -> {
          List<Spread> distances = budgets.distances();
          series.add(
              new LineChart.Series(
                  name,
                  budgets.radii(),
                  distances.stream().mapToDouble(Spread::mean).toArray(),
                  distances.stream().mapToDouble(Spread::deviation).toArray()));
          budgets.results().forEach(r -> recipes.add(r.recipe()));
        });
    int images = first(results).targets().count();
    return new LineChart(
        "Inversion held close to its source",
        "Mean and standard deviation over %d %s."
            .formatted(images, images == 1 ? "image" : "images"),
        "largest L2 distance from the source",
        Axis.linear("‖R(x) − R(target)‖ / ‖R(target)‖"),
        series,
        recipes);
  }

  /**
   * What was found within each radius: targets and sources above, a row per radius for each model
   * (figure 5).
   *
   * @throws RobustaException if targets or sources are not the same
   */
  public static ImageGrid budgets(Map<String, Budgets> results) {
    Budgets first = first(results);
    requireSame(results, Budgets::targets, "targets");
    requireSame(results, Budgets::sources, "sources");
    ImageGrid.Builder grid =
        ImageGrid.titled("Inversion held close to its source")
            .note("Under each result: ‖R(x) − R(target)‖ / ‖R(target)‖.");
    results.values().forEach(b -> b.results().forEach(r -> grid.recipe(r.recipe())));
    eachChunk(
        first.targets().count(),
        (from, to) -> {
          grid.block()
              .row("target", first.targets().slice(from, to))
              .row("source", first.sources().slice(from, to));
          results.forEach(
              (name, b) -> {
                for (int k = 0; k < b.radii().length; k++) {
                  InversionResult r = b.results().get(k);
                  grid.row(
                      "%s\nwithin %s".formatted(name, Numbers.format(b.radii()[k])),
                      r.images().slice(from, to),
                      captions(from, to, i -> decimals(r.distanceAfter()[i])));
                }
              });
        });
    return grid.build();
  }
}
