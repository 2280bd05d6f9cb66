package robusta.kernel.cell;

import java.util.Optional;
import robusta.display.Display;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.display.TextDisplay;
import robusta.dsl.Background;
import robusta.run.Progress;

/** How what a cell gives, shows and reports looks: the choice of a front end. */
public interface Looks {

  /** Everything as text, and progress nowhere. */
  Looks PLAIN =
      new Looks() {
        private static final int LONGEST = 20_000;

        @Override
        public Progress progress(Output output) {
          return Progress.NONE;
        }

        @Override
        public Display display(Output output) {
          return new TextDisplay(text -> output.stream(Output.Stream.STDOUT, text + "\n"));
        }

        @Override
        public Optional<Rendering> of(Object value) {
          String text = String.valueOf(value);
          Rendering plain =
              Rendering.text(text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text);
          return Optional.of(
              value instanceof Background background
                  ? plain.with(Rendering.HTML, background.toHtml())
                  : plain);
        }
      };

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
