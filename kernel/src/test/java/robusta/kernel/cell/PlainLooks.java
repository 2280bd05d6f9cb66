package robusta.kernel.cell;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import robusta.display.Display;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.display.TextDisplay;
import robusta.dsl.Background;
import robusta.run.Progress;

/** Everything as text; progress is only counted. */
final class PlainLooks implements Looks {
  private static final int LONGEST = 20_000;

  final AtomicLong reports = new AtomicLong();

  @Override
  public Progress progress(Output output) {
    return (task, done, total, note) -> reports.incrementAndGet();
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
