package robusta.kernel.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The measurements of several rounds, and the table that compares them with PyTorch's. */
final class Results {
  private static final List<String> COLUMNS = List.of("torch f32", "robusta f32", "robusta bf16");

  /** By row (case and what), then by column (engine and precision): one value per round. */
  private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

  void add(Measurement measurement) {
    String row = String.format("%-13s %-11s", measurement.name(), measurement.what());
    String column = measurement.engine() + " " + measurement.precision();
    rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
        .computeIfAbsent(column, key -> new ArrayList<>())
        .add(measurement.value());
  }

  /**
   * One row for each thing measured: the medians over the rounds, and how many times PyTorch's
   * value each of Robusta's goes into it. The ratio is taken within a round, where both met the
   * same load of the machine, and its median shown.
   */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-25s %10s %10s %7s %10s %7s%n", "", "torch f32", "f32", "ratio", "bf16", "ratio"));
    rows.forEach(
        (name, row) -> {
          table.append(name);
          List<Double> torch = row.getOrDefault(COLUMNS.get(0), List.of());
          table.append(cell(median(torch), 11));
          for (String column : COLUMNS.subList(1, 3)) {
            List<Double> own = row.getOrDefault(column, List.of());
            table.append(cell(median(own), 11)).append(cell(ratio(torch, own), 8));
          }
          table.append(System.lineSeparator());
        });
    return table.toString();
  }

  private static OptionalDouble ratio(List<Double> torch, List<Double> own) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(torch.size(), own.size()); i++) {
      ratios.add(torch.get(i) / own.get(i));
    }
    return median(ratios);
  }

  /** The value in the middle; of an even number of them, the mean of the two in the middle. */
  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  private static String cell(OptionalDouble value, int width) {
    String text = "-";
    if (value.isPresent()) {
      double number = value.getAsDouble();
      String format = number >= 100 ? "%.0f" : number >= 1 ? "%.2f" : "%.4f";
      text = String.format(Locale.ROOT, format, number);
    }
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }
}
