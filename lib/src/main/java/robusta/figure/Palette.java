package robusta.figure;

import java.awt.Color;

/**
 * The colors of a chart's series: Okabe and Ito's, which readers with color-blindness tell apart.
 */
public final class Palette {
  private static final int[] COLORS = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x555555
  };

  /** How many there are. */
  public static final int SIZE = COLORS.length;

  private Palette() {}

  /** The color of a series, from 0; they begin anew after the last. */
  public static Color color(int series) {
    return new Color(COLORS[series % SIZE]);
  }
}
