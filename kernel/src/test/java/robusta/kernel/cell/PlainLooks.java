package robusta.kernel.cell;

import java.util.Optional;
import robusta.display.Display;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.display.TextDisplay;
import robusta.dsl.Background;
import robusta.run.Progress;

/** Everything as text, and progress nowhere. */
final class PlainLooks implements Looks {
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
}
