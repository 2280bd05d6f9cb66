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
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * One row per measure: mean and standard deviation over the images beside what the starts have
   * (filling with the mean for inpainting, bicubic for upscaling) and what guessing gives.
   */
  static Table summary(String network, SynthesisResult result) {
    Rows rows = new Rows(network, result.images().count());
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
    return rows.table(result.task());
  }

  /** The rows of a summary. */
  private static final class Rows {
    private final String network;
    private final int images;
    private final StringColumn networks = StringColumn.create("network");
    private final StringColumn measure = StringColumn.create("measure");
    private final DoubleColumn mean = DoubleColumn.create("mean");
    private final DoubleColumn deviation = DoubleColumn.create("deviation");
    private final DoubleColumn start = DoubleColumn.create("the start");
    private final DoubleColumn chance = DoubleColumn.create("chance");
    private final IntColumn counts = IntColumn.create("images");

    Rows(String network, int images) {
      this.network = network;
      this.images = images;
    }

    void add(String what, double[] values, double... ofStart) {
      double before = ofStart.length == 0 ? Double.NaN : Spread.of(ofStart).mean();
      row(what, Spread.of(values), before, Double.NaN);
    }

    /** A share has no deviation of its own. */
    void share(String what, Assignment assigned) {
      row(
          what,
          new Spread(assigned.share(), Double.NaN, images),
          assigned.shareBefore(),
          assigned.chance());
    }

    private void row(String what, Spread spread, double before, double guessed) {
      networks.append(network);
      measure.append(what);
      mean.append(spread.mean());
      deviation.append(spread.deviation());
      start.append(before);
      chance.append(guessed);
      counts.append(images);
    }

    Table table(String name) {
      return Table.create(name, networks, measure, mean, deviation, start, chance, counts);
    }
  }
}
