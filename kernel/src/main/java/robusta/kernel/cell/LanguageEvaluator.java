package robusta.kernel.cell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.TextDisplay;
import robusta.dsl.Workbench;
import robusta.run.CancelledException;

/** Cells that show text: the language as it is, until there is more. */
final class LanguageEvaluator implements Evaluator {
  private final Language language = new Language(new Session(new Workbench()));

  @Override
  public Outcome evaluate(String code, Output output, Input input) {
    PrintStream before = System.out;
    PrintStream out = new PrintStream(new Forwarding(output), true, StandardCharsets.UTF_8);
    System.setOut(out);
    language.session().workbench().display(new TextDisplay(out));
    try {
      Object value = language.evaluate(code);
      return new Outcome.Value(
          value == null ? Optional.empty() : Optional.of(Rendering.text(String.valueOf(value))));
    } catch (CancelledException e) {
      return new Outcome.Failure("Interrupted", "interrupted", List.of("interrupted"));
    } catch (RuntimeException | Error e) {
      String sentence = Objects.toString(e.getMessage(), e.toString());
      return new Outcome.Failure(e.getClass().getSimpleName(), sentence, List.of(sentence));
    } finally {
      out.flush();
      System.setOut(before);
    }
  }

  /** Prints, line by line, as a cell's text. */
  private static final class Forwarding extends ByteArrayOutputStream {
    private final Output output;

    Forwarding(Output output) {
      this.output = output;
    }

    @Override
    public synchronized void flush() {
      output.stream(Output.Stream.STDOUT, toString(StandardCharsets.UTF_8));
      reset();
    }
  }

  @Override
  public Outcome express(String expression) {
    return evaluate(expression, new Nowhere(), (prompt, password) -> "");
  }

  @Override
  public void interrupt() {
    language.cancel();
  }

  @Override
  public List<Completion> complete(String code, int cursor) {
    return language.complete(code, cursor);
  }

  @Override
  public Optional<Rendering> inspect(String code, int cursor) {
    return Optional.empty();
  }

  @Override
  public Completeness completeness(String code) {
    return new Completeness.Complete();
  }

  @Override
  public void close() {}

  /** Shows nothing. */
  private static final class Nowhere implements Output {
    @Override
    public void stream(Stream stream, String text) {}

    @Override
    public void display(Rendering rendering, String id) {}

    @Override
    public void update(Rendering rendering, String id) {}

    @Override
    public void clear(boolean wait) {}
  }
}
