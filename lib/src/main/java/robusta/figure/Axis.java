package robusta.figure;

/**
 * The vertical axis of a chart.
 *
 * @param label what it shows, with its unit
 * @param scale how values are placed
 */
public record Axis(String label, Scale scale) {

  /** How values are placed. */
  public enum Scale {
    /** From the smallest value to the largest. */
    LINEAR,
    /** Parts of a whole: values from 0 to 1, written as 0% to 100%. */
    PERCENT,
    /** Powers of ten; every value must be positive. */
    LOGARITHMIC
  }

  /** Values as they are. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR);
  }

  /** Parts of a whole. */
  public static Axis percent(String label) {
    return new Axis(label, Scale.PERCENT);
  }
}
