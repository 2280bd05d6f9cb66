package robusta.display;

import java.util.List;
import java.util.SplittableRandom;
import robusta.data.Images;
import robusta.figure.Axis;
import robusta.figure.LineChart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Made-up values to show. */
final class Samples {
  private Samples() {}

  static Images images(int count, int side) {
    SplittableRandom random = new SplittableRandom(count);
    float[] pixels = new float[count * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Images(pixels, count, 1, side, side);
  }

  static LineChart chart(String title) {
    return new LineChart(
        title,
        "",
        "step",
        Axis.linear("loss"),
        List.of(
            new LineChart.Series("a", new double[] {0, 1, 2}, new double[] {3, Double.NaN, 0.5})),
        List.of());
  }

  static Table rows(int count) {
    IntColumn numbers = IntColumn.create("n");
    for (int i = 0; i < count; i++) {
      numbers.append(i);
    }
    return Table.create("rows", numbers);
  }
}
