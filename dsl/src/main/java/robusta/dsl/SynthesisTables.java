package robusta.dsl;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import robusta.represent.Assignment;
import robusta.represent.Restoration;
import robusta.represent.Spread;
import robusta.represent.SynthesisResult;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The numbers of synthesised images; the first column names the network. */
final class SynthesisTables {
  private SynthesisTables() {}

  /** One row per image. */
  static Table each(Network network, SynthesisResult result) {
    int count = result.images().count();
    Table table =
        Table.create(
            result.task(),
            StringColumn.create("network", Collections.nCopies(count, network.getName())),
            IntColumn.create("image", IntStream.range(0, count)));
    result
        .own()
        .ifPresent(
            own ->
                table.addColumns(
                    classes("class", network, result.classes()),
                    classes("seen by itself", network, own.after().predictions())));
    result
        .judged()
        .ifPresent(
            judged ->
                table.addColumns(
                    classes("judge: seen", network, judged.after().predictions()),
                    DoubleColumn.create("judge: probability", judged.probabilities())));
    if (result.features().length > 0) {
      table.addColumns(
          IntColumn.create("feature", result.features()),
          DoubleColumn.create("before", floats(result.activationBefore())),
          DoubleColumn.create("after", floats(result.activationAfter())),
          DoubleColumn.create("change inside", result.changeInside()),
          DoubleColumn.create("change outside", result.changeOutside()));
    }
    result
        .restoration()
        .ifPresent(
            found -> {
              Restoration start = result.baseline().orElseThrow();
              table.addColumns(
                  DoubleColumn.create("PSNR", found.psnr()),
                  DoubleColumn.create("PSNR of start", start.psnr()),
                  DoubleColumn.create("SSIM", found.ssim()),
                  DoubleColumn.create("SSIM of start", start.ssim()));
            });
    return table.addColumns(DoubleColumn.create("L2 moved", result.moved()));
  }

  private static StringColumn classes(String name, Network network, int... labels) {
    List<String> names = network.getClasses();
    return StringColumn.create(name, Arrays.stream(labels).mapToObj(names::get).toList());
  }

  private static double[] floats(float... values) {
    return ResultTables.floats(values).toArray();
  }

  /**
   * One row per measure: mean and standard deviation over the images beside what the starts have
   * (filling with the mean for inpainting, bicubic for upscaling) and what guessing gives.
   */
  static Table summary(String network, SynthesisResult result) {
    Summaries.Rows all = new Summaries.Rows(result.task(), "images", "the start", "chance");
    Rows rows = new Rows(network, result.images().count(), all);
    result.own().ifPresent(own -> rows.share("its class, by itself", own));
    result
        .judged()
        .ifPresent(
            judged -> {
              rows.share("judge: its class", judged);
              Assignment start =
                  new Assignment("", judged.wanted(), judged.before(), judged.before());
              rows.add("judge: probability", judged.probabilities(), start.probabilities());
            });
    if (result.features().length > 0) {
      rows.add("activation", floats(result.activationAfter()), floats(result.activationBefore()));
      rows.add("RMSE inside", result.changeInside());
      rows.add("RMSE outside", result.changeOutside());
    }
    result
        .restoration()
        .ifPresent(
            found -> {
              Restoration start = result.baseline().orElseThrow();
              rows.add("PSNR", found.psnr(), start.psnr());
              rows.add("SSIM", found.ssim(), start.ssim());
              if (found.psnrInside().length > 0) {
                rows.add("PSNR inside", found.psnrInside(), start.psnrInside());
              }
            });
    rows.add("L2 moved", result.moved());
    return all.table();
  }

  /** The rows of a summary, whose means are over all images, whatever was measured. */
  private record Rows(String network, int images, Summaries.Rows rows) {

    void add(String what, double[] values, double... ofStart) {
      double before = ofStart.length == 0 ? Double.NaN : Spread.of(ofStart).mean();
      Spread found = Spread.of(values);
      rows.add(
          network, what, new Spread(found.mean(), found.deviation(), images), before, Double.NaN);
    }

    void share(String what, Assignment assigned) {
      rows.share(
          network, what, assigned.share(), images, assigned.shareBefore(), assigned.chance());
    }
  }
}
