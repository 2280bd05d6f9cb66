package robusta.figure;

import java.awt.Graphics2D;

/**
 * What stands below a figure's title, in units of layout (see {@link Figure#DENSITY}). It paints on
 * any Graphics2D, so that a vector format needs only another one.
 */
interface Body {

  double width();

  double height();

  /** Paints with its upper left corner at the origin. */
  void paint(Graphics2D g);
}
