package robusta.kernel.jupyter;

import groovy.lang.Closure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.Workbench;
import robusta.kernel.cell.Completeness;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Input;
import robusta.kernel.cell.Outcome;
import robusta.run.CancelledException;

/** As little around the language as a kernel needs. */
public final class LanguageEvaluator implements Evaluator {
  private final Language language = new Language(new Session(new Workbench()));
  private volatile Output output = new SilentOutput();

  LanguageEvaluator() {
    System.setOut(prints(Output.Stream.STDOUT));
    System.setErr(prints(Output.Stream.STDERR));
    language.variables().put("html", new Html(this));
    language.variables().put("display", new Display(this));
    language.variables().put("clearOutput", new Clear(this));
  }

  /** {@code html(text)}. */
  public static final class Html extends Closure<Object> {
    private static final long serialVersionUID = 1L;

    Html(Object owner) {
      super(owner);
    }

    /** Called by Groovy. */
    public Object doCall(String text) {
      return Rendering.text(text).with(Rendering.HTML, text);
    }
  }

  /** {@code display(rendering)}. */
  public static final class Display extends Closure<Object> {
    private static final long serialVersionUID = 1L;

    Display(Object owner) {
      super(owner);
    }

    /** Called by Groovy. */
    public Object doCall(Rendering rendering) {
      ((LanguageEvaluator) getOwner()).output.display(rendering, null);
      return null;
    }
  }

  /** {@code clearOutput()}. */
  public static final class Clear extends Closure<Object> {
    private static final long serialVersionUID = 1L;

    Clear(Object owner) {
      super(owner);
    }

    /** Called by Groovy. */
    public Object doCall() {
      ((LanguageEvaluator) getOwner()).output.clear(false);
      return null;
    }
  }

  private PrintStream prints(Output.Stream stream) {
    OutputStream bytes =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            output.stream(stream, new String(bytes, from, length, StandardCharsets.UTF_8));
          }
        };
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Override
  public Outcome evaluate(String code, Output where, Input input) {
    output = where;
    return express(code);
  }

  @Override
  public Outcome express(String code) {
    try {
      Object value = code.isBlank() ? null : language.evaluate(code);
      return new Outcome.Value(
          Optional.ofNullable(value)
              .map(v -> v instanceof Rendering r ? r : Rendering.text(v.toString())));
    } catch (RuntimeException | Error e) {
      String name = e instanceof CancelledException ? "Interrupted" : e.getClass().getSimpleName();
      return new Outcome.Failure(
          name, String.valueOf(e.getMessage()), List.of("" + e.getMessage()));
    }
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
    return Optional.of(Rendering.text(language.help(code.strip())));
  }

  @Override
  public Completeness completeness(String code) {
    int open = 0;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (open < 0) {
        return new Completeness.Invalid();
      }
    }
    return open > 0 ? new Completeness.Incomplete("  ") : new Completeness.Complete();
  }

  @Override
  public void close() {}
}
