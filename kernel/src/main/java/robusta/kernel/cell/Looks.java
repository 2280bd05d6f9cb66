package robusta.kernel.cell;

import java.util.Optional;
import robusta.display.Display;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.run.Progress;

/** How what a cell gives, shows and reports looks: the choice of a front end. */
public interface Looks {

  /** A cell begins, with this text. */
  default void begin(String code) {}

  /** The cell that shows things there has ended. */
  default void end(Output output) {}

  /** Where one cell's computations tell how far they are. */
  Progress progress(Output output);

  /** Where one cell's {@code show} leads. */
  Display display(Output output);

  /** The picture of a cell's last value; empty where there is nothing to see. */
  Optional<Rendering> of(Object value);
}
