package robusta.dsl;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import robusta.attack.AttackResult;
import robusta.represent.Activations;
import robusta.represent.Budgets;
import robusta.represent.Consistency;
import robusta.represent.InterpolationResult;
import robusta.represent.InversionQuality;
import robusta.represent.InversionResult;
import robusta.represent.Judgement;
import robusta.represent.PairsResult;
import robusta.represent.Spread;
import robusta.represent.TopActivationsResult;
import robusta.represent.VisualizationResult;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The numbers of results as tables; the first column names the network, where there is one. */
final class ResultTables {
  private ResultTables() {}

  /**
   * One row: how near the representations came, and how much the images resemble their targets
   * (SSIM of Wang et al. 2004, 1 for equal images; root mean square difference of the pixels), with
   * what the starts and wrong targets would have given. Where a judge was asked, what it says, too.
   */
  static Table of(String network, InversionResult result) {
    InversionQuality quality = result.quality();
    Table table =
        Table.create(
            "inversion quality",
            StringColumn.create("network", network),
            number("representation distance", quality.representationDistance().mean()),
            number("SSIM to target", quality.image().ssim().mean()),
            number("SSIM of start", quality.source().ssim().mean()),
            number("SSIM to another target", quality.others().ssim().mean()),
            number("RMSE to target", quality.image().rmse().mean()),
            number("RMSE of start", quality.source().rmse().mean()));
    quality
        .image()
        .verdict()
        .ifPresent(
            verdict ->
                table.addColumns(
                    number("judge: distance", verdict.distance().mean()),
                    number("judge: same class", verdict.agreement())));
    return table;
  }

  /** One row per radius: means and deviations over the images. */
  static Table of(String network, Budgets budgets) {
    List<InversionQuality> each = budgets.results().stream().map(InversionResult::quality).toList();
    Table table =
        Table.create(
            "inversion within",
            repeated("network", network, each.size()),
            numbers("within", Arrays.stream(budgets.radii())),
            numbers(
                "representation distance",
                each.stream().mapToDouble(q -> q.representationDistance().mean())),
            numbers(
                "± distance",
                each.stream().mapToDouble(q -> q.representationDistance().deviation())),
            numbers("SSIM to target", each.stream().mapToDouble(q -> q.image().ssim().mean())),
            numbers("± SSIM", each.stream().mapToDouble(q -> q.image().ssim().deviation())));
    if (each.get(0).image().verdict().isPresent()) {
      table.addColumns(
          numbers("judge: distance", verdicts(each).mapToDouble(v -> v.distance().mean())),
          numbers("± judge: distance", verdicts(each).mapToDouble(v -> v.distance().deviation())),
          numbers("judge: same class", verdicts(each).mapToDouble(Judgement.Verdict::agreement)));
    }
    return table;
  }

  private static Stream<Judgement.Verdict> verdicts(List<InversionQuality> each) {
    return each.stream().map(quality -> quality.image().verdict().orElseThrow());
  }

  /** One row per pair. */
  static Table of(String network, PairsResult result) {
    return Table.create(
        "pairs",
        repeated("network", network, result.first().count()),
        IntColumn.create("pair", IntStream.range(0, result.first().count())),
        numbers("representation distance", Arrays.stream(result.representationDistance())),
        numbers("L2 of pixels", Arrays.stream(result.pixelDistance())),
        numbers("L2 moved", Arrays.stream(result.moved())));
  }

  /** One row per frame. */
  static Table of(String network, InterpolationResult result) {
    int count = result.images().count();
    return Table.create(
        "interpolation",
        repeated("network", network, count),
        IntColumn.create("pair", IntStream.range(0, count).map(i -> i / result.frames())),
        numbers(
            "lambda",
            IntStream.range(0, count).mapToDouble(i -> result.lambda(i % result.frames()))),
        numbers("distance of pixel mixture", floats(result.distanceBefore())),
        numbers("distance", floats(result.distanceAfter())));
  }

  /** One row per image. */
  static Table of(String network, VisualizationResult result) {
    int count = result.images().count();
    BooleanColumn largest = BooleanColumn.create("largest");
    for (boolean dominates : result.dominates()) {
      largest.append(dominates);
    }
    Table table =
        Table.create(
            "activations",
            repeated("network", network, count),
            IntColumn.create("feature", result.features()),
            numbers("before", floats(result.activationBefore())),
            numbers("after", floats(result.activationAfter())),
            IntColumn.create("steps", result.steps()),
            numbers("L2 moved", Arrays.stream(result.moved())),
            largest);
    double[] likeness = result.likenessToOtherStarts();
    return Double.isNaN(likeness[0])
        ? table
        : table.addColumns(DoubleColumn.create("cosine to other starts", likeness));
  }

  /**
   * One row per measure of how alike the images of one feature are from its starts: mean and
   * standard deviation over the pairs, beside pairs of different features.
   */
  static Table consistency(String network, Consistency found) {
    List<Spread> same = List.of(found.representation(), found.pixels(), found.structure());
    List<Spread> others =
        List.of(found.representationOfOthers(), found.pixelsOfOthers(), found.structureOfOthers());
    return Table.create(
        "consistency across starts",
        repeated("network", network, 3),
        StringColumn.create(
            "measure", List.of("cosine of representations", "correlation of pixels", "SSIM")),
        numbers("mean", same.stream().mapToDouble(Spread::mean)),
        numbers("deviation", same.stream().mapToDouble(Spread::deviation)),
        numbers("another feature", others.stream().mapToDouble(Spread::mean)),
        numbers("± another feature", others.stream().mapToDouble(Spread::deviation)),
        IntColumn.create(
            "features", Collections.nCopies(3, found.features()).toArray(Integer[]::new)),
        IntColumn.create("starts", Collections.nCopies(3, found.starts()).toArray(Integer[]::new)),
        IntColumn.create("pairs", same.stream().mapToInt(Spread::count)));
  }

  /** One row per eps. */
  static Table of(String network, List<AttackResult> results) {
    return Table.create(
        "attack",
        repeated("network", network, results.size()),
        numbers("eps", results.stream().mapToDouble(AttackResult::eps)),
        numbers("success rate", results.stream().mapToDouble(AttackResult::successRate)),
        numbers("mean size", results.stream().mapToDouble(r -> mean(r.sizes()))),
        numbers("mean loss before", results.stream().mapToDouble(r -> mean(r.lossesBefore()))),
        numbers("mean loss after", results.stream().mapToDouble(r -> mean(r.lossesAfter()))));
  }

  /** One row per feature and rank, at one end. */
  static Table of(
      String network, List<TopActivationsResult> results, List<String> classes, boolean least) {
    IntColumn feature = IntColumn.create("feature");
    IntColumn rank = IntColumn.create("rank");
    IntColumn example = IntColumn.create("example");
    StringColumn type = StringColumn.create("class");
    DoubleColumn activation = DoubleColumn.create("activation");
    for (TopActivationsResult result : results) {
      TopActivationsResult.Ranking ranking = least ? result.bottom() : result.top();
      for (int i = 0; i < ranking.indices().length; i++) {
        feature.append(result.feature());
        rank.append(i + 1);
        example.append(ranking.indices()[i]);
        type.append(classes.get(ranking.labels()[i]));
        activation.append(ranking.activations()[i]);
      }
    }
    return Table.create(
        "activations",
        repeated("network", network, feature.size()),
        feature,
        rank,
        example,
        type,
        activation);
  }

  /** One row per image; {@code names} are the images' own classes, empty where not known. */
  static Table predictions(Activations activations, List<String> names, List<String> classes) {
    IntColumn image = IntColumn.create("image");
    StringColumn own = StringColumn.create("class");
    StringColumn predicted = StringColumn.create("predicted");
    DoubleColumn probability = DoubleColumn.create("probability");
    int[] predictions = activations.predictions();
    for (int i = 0; i < predictions.length; i++) {
      image.append(i);
      own.append(names.get(i));
      predicted.append(classes.get(predictions[i]));
      probability.append(activations.probabilities(i)[predictions[i]]);
    }
    return Table.create("predictions", image, own, predicted, probability);
  }

  private static DoubleColumn number(String name, double value) {
    return DoubleColumn.create(name, value);
  }

  private static DoubleColumn numbers(String name, DoubleStream values) {
    return DoubleColumn.create(name, values.toArray());
  }

  private static StringColumn repeated(String name, String value, int count) {
    return StringColumn.create(name, Collections.nCopies(count, value));
  }

  static DoubleStream floats(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
  }

  private static double mean(float... values) {
    return floats(values).average().orElse(Double.NaN);
  }
}
