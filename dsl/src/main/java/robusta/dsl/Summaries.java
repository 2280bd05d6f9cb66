package robusta.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import robusta.represent.AdditionQuality;
import robusta.represent.InterpolationQuality;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionQuality;
import robusta.represent.InversionResult;
import robusta.represent.Judgement;
import robusta.represent.PairsResult;
import robusta.represent.RepresentationMetrics;
import robusta.represent.Spread;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a result comes to: a row per measure with its mean and standard deviation over the examples,
 * beside what would have come out otherwise. The first column names the network.
 */
final class Summaries {
  private static final Spread NONE = new Spread(Double.NaN, Double.NaN, 0);

  private Summaries() {}

  /** The rows of a summary. */
  static final class Rows {
    private final StringColumn network = StringColumn.create("network");
    private final StringColumn measure = StringColumn.create("measure");
    private final DoubleColumn mean = DoubleColumn.create("mean");
    private final DoubleColumn deviation = DoubleColumn.create("deviation");
    private final List<DoubleColumn> baselines = new ArrayList<>();
    private final IntColumn count;
    private final String name;

    Rows(String name, String counted, String... baselines) {
      this.name = name;
      this.count = IntColumn.create(counted);
      for (String baseline : baselines) {
        this.baselines.add(DoubleColumn.create(baseline));
      }
    }

    /** A measure; baselines that are not numbers stay empty. */
    void add(String whose, String what, Spread spread, double... otherwise) {
      network.append(whose);
      measure.append(what);
      mean.append(spread.mean());
      deviation.append(spread.deviation());
      count.append(spread.count());
      for (int b = 0; b < baselines.size(); b++) {
        baselines.get(b).append(otherwise[b]);
      }
    }

    /** A part of the examples, which has no deviation. */
    void share(String whose, String what, double part, int of, double... otherwise) {
      add(whose, what, new Spread(part, Double.NaN, of), otherwise);
    }

    Table table() {
      Table table = Table.create(name, network, measure, mean, deviation);
      baselines.forEach(table::addColumns);
      return table.addColumns(count);
    }
  }

  /** How near the representations came and how much the images resemble their targets. */
  static Table of(String network, InversionResult result) {
    InversionQuality quality = result.quality();
    InversionQuality.Likeness image = quality.image();
    InversionQuality.Likeness start = quality.source();
    InversionQuality.Likeness other = quality.others();
    Rows rows = new Rows("inversion", "images", "the start", "another target", "a copy");
    rows.add(
        network,
        "representation distance",
        quality.representationDistance(),
        quality.sourceDistance().mean(),
        Double.NaN,
        0);
    rows.add(network, "RMSE of pixels", image.rmse(), start.rmse().mean(), other.rmse().mean(), 0);
    rows.add(network, "SSIM", image.ssim(), start.ssim().mean(), other.ssim().mean(), 1);
    image
        .verdict()
        .ifPresent(
            verdict -> {
              Judgement.Verdict ofStart = start.verdict().orElseThrow();
              Judgement.Verdict ofOther = other.verdict().orElseThrow();
              rows.add(
                  network,
                  "judge: distance",
                  verdict.distance(),
                  ofStart.distance().mean(),
                  ofOther.distance().mean(),
                  0);
              rows.share(
                  network,
                  "judge: same class",
                  verdict.agreement(),
                  result.images().count(),
                  ofStart.agreement(),
                  ofOther.agreement(),
                  1);
            });
    return rows.table();
  }

  /** How alike the representations of pairs are, and how alike the pairs. */
  static Table of(String network, PairsResult result) {
    Rows rows = new Rows("pairs", "pairs", "random pairs");
    rows.add(network, "representation distance", Spread.of(result.representationDistance()), 1);
    rows.add(
        network,
        "L2 of pixels",
        Spread.of(result.pixelDistance()),
        Spread.of(RepresentationMetrics.l2(result.before(), result.first())).mean());
    rows.add(network, "L2 the second image moved", Spread.of(result.moved()), 0);
    result
        .judgement()
        .ifPresent(
            judgement -> {
              Judgement.Verdict pair = judgement.image();
              Judgement.Verdict random = judgement.source();
              rows.add(network, "judge: distance", pair.distance(), random.distance().mean());
              rows.share(
                  network,
                  "judge: same class",
                  pair.agreement(),
                  result.first().count(),
                  random.agreement());
            });
    return rows.table();
  }

  /** One row per frame, over all pairs. */
  static Table of(String network, InterpolationResult result) {
    List<InterpolationQuality.Frame> frames = result.quality().frames();
    Table table =
        Table.create(
            "interpolation",
            StringColumn.create("network", java.util.Collections.nCopies(frames.size(), network)),
            DoubleColumn.create(
                "lambda",
                frames.stream().mapToDouble(InterpolationQuality.Frame::lambda).toArray()));
    spread(table, frames, "distance", InterpolationQuality.Frame::distance);
    spread(table, frames, "distance of mixture", InterpolationQuality.Frame::distanceOfMixture);
    spread(table, frames, "RMSE to mixture", InterpolationQuality.Frame::fromMixture);
    if (result.judgement().isPresent()) {
      judged(table, frames, "judge: confidence", InterpolationQuality.Sight::confidence);
      judged(
          table,
          frames,
          "judge: confidence in mixture",
          InterpolationQuality.Sight::confidenceOfMixture);
      judged(table, frames, "judge: ends", InterpolationQuality.Sight::ends);
      judged(table, frames, "judge: ends in mixture", InterpolationQuality.Sight::endsOfMixture);
    }
    return table;
  }

  private static void judged(
      Table table,
      List<InterpolationQuality.Frame> frames,
      String name,
      java.util.function.Function<InterpolationQuality.Sight, Spread> part) {
    spread(table, frames, name, frame -> frame.sight().map(part).orElse(NONE));
  }

  /** A column of means and one of deviations. */
  private static <F> void spread(
      Table table, List<F> rows, String name, java.util.function.Function<F, Spread> part) {
    table.addColumns(
        column(name, rows, row -> part.apply(row).mean()),
        column("± " + name, rows, row -> part.apply(row).deviation()));
  }

  private static <F> DoubleColumn column(String name, List<F> rows, ToDoubleFunction<F> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }

  /** How often, after how many steps and how far away features became the largest. */
  static Table addition(String network, VisualizationResult result) {
    AdditionQuality quality = AdditionQuality.of(result);
    Rows rows = new Rows("feature addition", "pairs");
    rows.share(network, "became the largest", quality.reached(), result.features().length);
    rows.add(network, "steps until then", quality.steps());
    rows.add(network, "L2 moved until then", quality.moved());
    rows.add(network, "L2 moved by the others", quality.movedOthers());
    return rows.table();
  }

  /** What the images at the ends of features are like, and what maximizes the features. */
  static Table of(
      String network,
      List<TopActivationsResult> results,
      boolean least,
      Optional<VisualizationResult> visualization) {
    int images = results.get(0).top().indices().length;
    Map<String, ToDoubleFunction<TopActivationsResult>> measures = new LinkedHashMap<>();
    String end = (least ? "least " : "most ") + images;
    measures.put("activation: mean of all", r -> r.all().mean());
    measures.put("activation: " + end, r -> activation(r, least));
    measures.put(
        "activation in deviations from the mean: " + end,
        r -> r.standardized(activation(r, least)));
    measures.put("share of the commonest class: " + end, r -> ranking(r, least).commonest());
    measures.put("entropy of the classes in bits: " + end, r -> ranking(r, least).entropy());
    Rows rows = new Rows("activating images", "features");
    measures.forEach(
        (name, value) ->
            rows.add(network, name, Spread.of(results.stream().mapToDouble(value).toArray())));
    visualization.ifPresent(
        shown -> {
          int starts = shown.features().length / results.size();
          float[] reached = shown.activationAfter();
          double[] plain = new double[reached.length];
          double[] standardized = new double[reached.length];
          for (int i = 0; i < reached.length; i++) {
            plain[i] = reached[i];
            standardized[i] = results.get(i / starts).standardized(reached[i]);
          }
          rows.add(network, "activation: maximized", Spread.of(plain));
          rows.add(
              network,
              "activation in deviations from the mean: maximized",
              Spread.of(standardized));
        });
    return rows.table();
  }

  private static TopActivationsResult.Ranking ranking(TopActivationsResult r, boolean least) {
    return least ? r.bottom() : r.top();
  }

  private static double activation(TopActivationsResult r, boolean least) {
    return Spread.of(ranking(r, least).activations()).mean();
  }
}
