package robusta.figure;

import static robusta.figure.Figures.COLUMNS;
import static robusta.figure.Figures.captions;
import static robusta.figure.Figures.decimals;
import static robusta.figure.Figures.eachChunk;
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

  /** See {@link Figures#visualizations}. */
  static ImageGrid visualizations(Map<String, VisualizationResult> results) {
    VisualizationResult first = first(results);
    requireSame(results, VisualizationResult::sources, "sources");
    for (VisualizationResult r : results.values()) {
      if (!Arrays.equals(r.features(), first.features())
          || !r.recipe().verb().equals(first.recipe().verb())) {
        throw new RobustaException(
            "these results raise different features or raise them in different ways; show each on its own");
      }
    }
    return first.recipe().verb().equals("add feature")
        ? additions(first, results)
        : maximized(first, results);
  }

  private static ImageGrid maximized(
      VisualizationResult first, Map<String, VisualizationResult> results) {
    int[] features = Arrays.stream(first.features()).distinct().toArray();
    int starts = first.features().length / features.length;
    ImageGrid.Builder grid =
        ImageGrid.titled("Visualizing features")
            .note(
                "Each column maximizes one coordinate of R(x). Under each image: its activation.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    int room = COLUMNS - 1;
    for (int from = 0; from < features.length; from += room) {
      int[] shown = Arrays.copyOfRange(features, from, Math.min(features.length, from + room));
      List<String> heads = new ArrayList<>(List.of("start"));
      Arrays.stream(shown).forEach(f -> heads.add("feature " + f));
      grid.block(heads.toArray(String[]::new));
      for (int s = 0; s < starts; s++) {
        int start = s;
        int begin = from;
        int[] cells =
            IntStream.range(0, shown.length).map(f -> (begin + f) * starts + start).toArray();
        results.forEach(
            (name, r) -> {
              float[] after = r.activationAfter();
              List<String> captions = new ArrayList<>(List.of(""));
              Arrays.stream(cells).forEach(c -> captions.add(decimals(after[c])));
              Images row = Images.concat(r.sources().select(cells[0]), r.images().select(cells));
              grid.row(name, row, captions.toArray(String[]::new));
            });
      }
    }
    return grid.build();
  }

  private static ImageGrid additions(
      VisualizationResult first, Map<String, VisualizationResult> results) {
    ImageGrid.Builder grid =
        ImageGrid.titled("Adding features")
            .note("Under each image: the added feature's activation, and the steps it took.");
    results.values().forEach(r -> grid.recipe(r.recipe()));
    eachChunk(
        first.features().length,
        (from, to) -> {
          grid.block(captions(from, to, i -> "feature " + first.features()[i]));
          results.forEach(
              (name, r) -> {
                float[] before = r.activationBefore();
                float[] after = r.activationAfter();
                boolean[] dominates = r.dominates();
                if (r == first) {
                  // Another model's activations of the same images are not these.
                  grid.row(
                      "before",
                      r.sources().slice(from, to),
                      results.size() > 1
                          ? new String[0]
                          : captions(from, to, i -> decimals(before[i])));
                }
                grid.row(
                    name.isEmpty() ? "after" : name,
                    r.images().slice(from, to),
                    captions(
                        from,
                        to,
                        i ->
                            "%s, %s steps%s"
                                .formatted(
                                    decimals(after[i]),
                                    r.steps()[i],
                                    dominates[i] ? "" : "\n(not the largest)")));
              });
        });
    return grid.build();
  }

  /** See {@link Figures#topActivations}. */
  static ImageGrid topActivations(List<TopActivationsResult> results, List<String> classes) {
    ImageGrid.Builder grid =
        ImageGrid.titled("Images that activate a feature most and least")
            .note("Under each image: its class and activation.");
    for (TopActivationsResult r : results) {
      grid.recipe(r.recipe());
      eachChunk(
          r.top().images().count(),
          (from, to) -> {
            grid.block();
            row(grid, "feature " + r.feature() + "\nmost", r.top(), classes, from, to);
            row(grid, "feature " + r.feature() + "\nleast", r.bottom(), classes, from, to);
          });
    }
    return grid.build();
  }

  private static void row(
      ImageGrid.Builder grid,
      String label,
      TopActivationsResult.Ranking ranking,
      List<String> classes,
      int from,
      int to) {
    grid.row(
        label,
        ranking.images().slice(from, to),
        ranked(ranking, classes).subList(from, to).toArray(String[]::new));
  }

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
        sameSteps(results.values().stream().map(VisualizationResult::snapshots).toList());
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
      captions.addAll(ranked(r.top(), classes));
      captions.addAll(ranked(r.bottom(), classes));
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

  private static List<String> ranked(TopActivationsResult.Ranking ranking, List<String> classes) {
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

  /** Whether all were kept after the same numbers of steps. */
  static boolean sameSteps(List<List<Snapshot>> films) {
    return films.stream().map(FeatureFigures::steps).distinct().count() <= 1;
  }

  private static List<Integer> steps(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::step).toList();
  }
}
