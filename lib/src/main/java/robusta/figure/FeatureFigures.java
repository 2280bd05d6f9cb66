package robusta.figure;

import static robusta.figure.Figures.decimals;
import static robusta.figure.Figures.first;
import static robusta.figure.Figures.requireSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import robusta.data.Images;
import robusta.represent.Snapshot;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import robusta.run.RobustaException;

/** Figures of features, laid out as in the paper; see {@link Figures}. */
public final class FeatureFigures {
  private FeatureFigures() {}

  /**
   * Each image on its way from what it was (left) to what a feature made of it (right), a row per
   * model (figure 11).
   *
   * @throws RobustaException if there are no snapshots, or the sources or features are not the same
   */
  public static ImageGrid filmstrips(Map<String, VisualizationResult> results) {
    VisualizationResult first = first(results);
    requireSame(results, VisualizationResult::sources, "sources");
    ImageGrid.Builder grid =
        ImageGrid.titled("Features on their way into images")
            .note(
                "Above: steps. An image whose feature dominates stays as it is. Under each last"
                    + " image: the feature's activation, the steps it took and its L2 distance from"
                    + " the first.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    boolean sameSteps =
        results.values().stream()
            .allMatch(r -> Arrays.equals(steps(r.snapshots()), steps(first.snapshots())));
    for (int i = 0; i < first.features().length; i++) {
      int image = i;
      if (sameSteps) {
        grid.block(heads(first.snapshots()));
      }
      results.forEach(
          (name, r) -> {
            if (r.features()[image] != first.features()[image]) {
              throw new RobustaException(
                  "these results raise different features; show each on its own");
            }
            if (!sameSteps) {
              grid.block(heads(r.snapshots()));
            }
            Images film = film(r.snapshots(), image);
            String[] captions = new String[film.count()];
            Arrays.fill(captions, "");
            captions[captions.length - 1] =
                "%s, %d steps\nL2 %s%s"
                    .formatted(
                        decimals(r.activationAfter()[image]),
                        r.steps()[image],
                        decimals(r.moved()[image]),
                        r.dominates()[image] ? "" : "\n(not the largest)");
            grid.row(
                "feature %d%s".formatted(r.features()[image], name.isEmpty() ? "" : "\n" + name),
                film,
                captions);
          });
    }
    return grid.build();
  }

  /**
   * For each feature what it responds to and the images of a dataset where it is largest and
   * smallest, in one row (figure 8).
   *
   * @param visualization of the same features; of several starts the first is shown
   * @throws RobustaException if it shows other features, or another network's
   */
  public static ImageGrid gallery(
      List<TopActivationsResult> activating,
      VisualizationResult visualization,
      List<String> classes) {
    TopActivationsResult.requireSame(activating, visualization);
    int starts = visualization.features().length / activating.size();
    ImageGrid.Builder grid =
        ImageGrid.titled("What features respond to")
            .note(
                "Left: an image that maximizes the feature. Then the images of the dataset that"
                    + " activate it most and least, with class and activation.")
            .recipe(visualization.recipe());
    float[] reached = visualization.activationAfter();
    for (int f = 0; f < activating.size(); f++) {
      TopActivationsResult r = activating.get(f);
      grid.recipe(r.recipe());
      List<String> captions = new ArrayList<>(List.of(decimals(reached[f * starts])));
      captions.addAll(captions(r.top(), classes));
      captions.addAll(captions(r.bottom(), classes));
      if (f == 0) {
        grid.block(heads(r.top().indices().length, r.bottom().indices().length));
      }
      grid.row(
          "feature " + r.feature(),
          Images.concat(
              visualization.images().get(f * starts), r.top().images(), r.bottom().images()),
          captions.toArray(String[]::new));
    }
    return grid.build();
  }

  /** Grids of several models below each other, each row with its model's name. */
  public static ImageGrid together(Map<String, ImageGrid> grids) {
    ImageGrid first = first(grids);
    ImageGrid.Builder all = ImageGrid.titled(first.title()).note(first.note());
    grids.forEach(
        (name, grid) -> {
          grid.recipes().forEach(all::recipe);
          for (ImageGrid.Block block : grid.blocks()) {
            all.block(block.heads().toArray(String[]::new));
            block
                .rows()
                .forEach(
                    row ->
                        all.row(
                            name + "\n" + row.label(),
                            row.images(),
                            row.captions().toArray(String[]::new)));
          }
        });
    return all.build();
  }

  private static String[] heads(int most, int least) {
    List<String> heads = new ArrayList<>(List.of("maximized"));
    IntStream.rangeClosed(1, most).forEach(k -> heads.add("most " + k));
    IntStream.rangeClosed(1, least).forEach(k -> heads.add("least " + k));
    return heads.toArray(String[]::new);
  }

  private static List<String> captions(TopActivationsResult.Ranking ranking, List<String> classes) {
    return IntStream.range(0, ranking.indices().length)
        .mapToObj(i -> classes.get(ranking.labels()[i]) + "\n" + decimals(ranking.activations()[i]))
        .toList();
  }

  /** One image in all the snapshots, in order. */
  static Images film(List<Snapshot> snapshots, int image) {
    if (snapshots.isEmpty()) {
      throw new RobustaException(
          "a filmstrip needs the images on the way; ask for snapshots before it runs");
    }
    return Images.concat(snapshots.stream().map(s -> s.images().get(image)).toArray(Images[]::new));
  }

  /** The steps of snapshots, then other heads. */
  static String[] heads(List<Snapshot> snapshots, String... more) {
    List<String> heads = new ArrayList<>();
    snapshots.forEach(s -> heads.add(s.step() == 0 ? "start" : Integer.toString(s.step())));
    heads.addAll(List.of(more));
    return heads.toArray(String[]::new);
  }

  private static int[] steps(List<Snapshot> snapshots) {
    return snapshots.stream().mapToInt(Snapshot::step).toArray();
  }
}
