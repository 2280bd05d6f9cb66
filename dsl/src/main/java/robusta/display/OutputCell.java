package robusta.display;

import java.util.Map;

/** What a notebook cell may end with instead of a value, as in BeakerX. */
public final class OutputCell {

  /** Shows nothing. */
  public static final Rendering HIDDEN = new Rendering(Map.of(), Map.of());

  private OutputCell() {}
}
