package robusta.figure;

import java.awt.image.BufferedImage;
import java.util.List;
import robusta.run.Recipe;

/**
 * What a result looks like. Every figure can be drawn, {@linkplain Export saved} and put into a
 * {@link Report}; {@link Figures} makes them from results.
 */
public sealed interface Figure permits ImageGrid, LineChart, BarChart, TableFigure, Panels {

  /**
   * Pixels of {@link #render} per unit of layout. A picture is meant to be shown at its width
   * divided by this, so that it is sharp on dense screens and in print.
   */
  int DENSITY = 2;

  /** What stands above it. */
  String title();

  /** What a reader needs to know to read it, in a sentence or two; may be empty. */
  String note();

  /** How each result in it came about; several where it compares models. */
  List<Recipe> recipes();

  /** What someone who can't see it is told. */
  String description();

  /**
   * Draws it, on white. The same figure gives the same pixels on every machine: text is drawn as
   * outlines of a font that Robusta brings along.
   */
  default BufferedImage render() {
    return Page.of(this).render();
  }
}
