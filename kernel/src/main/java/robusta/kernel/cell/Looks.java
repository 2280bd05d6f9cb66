package robusta.kernel.cell;

import java.util.Optional;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Background;
import robusta.dsl.Display;
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
          return text -> output.stream(Output.Stream.STDOUT, text.stripTrailing() + "\n");
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

  /** Where one cell's computations tell how far they are. */
  Progress progress(Output output);

  /** Where one cell's {@code show} leads. */
  Display display(Output output);

  /** The picture of a cell's last value; empty where there is nothing to see. */
  Optional<Rendering> of(Object value);
}
