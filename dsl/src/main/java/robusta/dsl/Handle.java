package robusta.dsl;

import robusta.display.OutputCell;
import robusta.display.Renderers;
import robusta.display.Shown;

/** What {@code display} gives: something that is shown and can be replaced where it stands. */
public final class Handle {
  private final Shown shown;

  Handle(Shown shown) {
    this.shown = shown;
  }

  /** Shows another value in its place. */
  public Handle update(Object value) {
    shown.update(Renderers.render(value).orElse(OutputCell.HIDDEN));
    return this;
  }

  @Override
  public String toString() {
    return "something shown; update(value) replaces it";
  }
}
