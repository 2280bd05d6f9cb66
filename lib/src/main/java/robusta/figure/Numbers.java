package robusta.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/** Numbers as a reader wants them: four significant digits, a decimal point in every locale. */
public final class Numbers {
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
  private static final int MOST_DECIMALS = 4;

  private Numbers() {}

  /** One number. */
  public static String format(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%.0f", value + 0.0);
    }
    if (size < 1e-4 || size >= 1e7) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    return size >= 1000
        ? String.format(Locale.ROOT, "%.0f", value)
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** The cells of a column; numbers of similar size get the same decimals, so that they align. */
  public static List<String> cells(Column<?> column) {
    if (!(column instanceof NumericColumn<?> numbers)) {
      return java.util.stream.IntStream.range(0, column.size())
          .mapToObj(i -> column.isMissing(i) ? "–" : column.getString(i))
          .toList();
    }
    double[] values = numbers.asDoubleArray();
    for (int i = 0; i < values.length; i++) {
      if (column.isMissing(i)) {
        values[i] = Double.NaN;
      }
    }
    int decimals = 0;
    for (double value : values) {
      String text = format(value);
      if (text.contains("e")) {
        decimals = MOST_DECIMALS + 1;
      } else if (text.contains(".")) {
        decimals = Math.max(decimals, text.length() - 1 - text.indexOf('.'));
      }
    }
    String pattern = decimals > MOST_DECIMALS ? "" : "%." + decimals + "f";
    return java.util.Arrays.stream(values)
        .mapToObj(
            v ->
                pattern.isEmpty() || !Double.isFinite(v)
                    ? format(v)
                    : String.format(Locale.ROOT, pattern, v + 0.0))
        .toList();
  }
}
