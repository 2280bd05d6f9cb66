package robusta.kernel.cell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.dsl.Language;
import robusta.dsl.ScriptException;
import robusta.dsl.Session;
import robusta.dsl.Turn;
import robusta.dsl.Workbench;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** Cells in the language of Robusta. */
public final class GroovyEvaluator implements Evaluator {
  private static final int REMEMBERED_CELLS = 1000;

  private final Language language;
  private final Looks looks;
  private final CellStreams streams = CellStreams.open();
  private final Stopper stopper;
  private final Map<Integer, String> texts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
          return size() > REMEMBERED_CELLS;
        }
      };

  /**
   * Cells that share a session.
   *
   * @param looks how values, results and progress are shown
   */
  public GroovyEvaluator(Workbench bench, Looks looks) {
    this.language = new Language(new Session(bench));
    this.looks = looks;
    this.stopper = new Stopper(language::classLoader, this::failure);
  }

  /** The language, whose variables and class path others may look at. */
  public Language language() {
    return language;
  }

  /** Lets the first cell find the compiler warm; returns at once. */
  public GroovyEvaluator warmed() {
    Thread warming = new Thread(language::warmUp, "robusta-warm-up");
    warming.setDaemon(true);
    warming.start();
    return this;
  }

  @Override
  public Outcome evaluate(String code, Output output, Input input) {
    if (code.isBlank()) {
      return new Outcome.Value(Optional.empty());
    }
    Turn turn = turn(output, input);
    return watch(turn, output, input, () -> run(code, turn, output));
  }

  private Optional<Rendering> run(String code, Turn turn, Output output) {
    if (code.stripLeading().startsWith("%")) {
      // Magics are handed over here.
      throw new RobustaException("there are no magics here; a cell is Groovy");
    }
    texts.put(language.cells() + 1, code);
    boolean asked = !Syntax.assigns(code);
    Optional<Rendering> shown =
        language.evaluate(
            code, turn, value -> value == null || !asked ? Optional.empty() : looks.of(value));
    if (turn.cancelled()) {
      // What an inversion or a training reached before it was stopped.
      shown.ifPresent(reached -> output.display(reached, null));
      throw new CancelledException();
    }
    return shown;
  }

  @Override
  public Outcome express(String expression) {
    Output nowhere = new Silence();
    Input nobody =
        (prompt, password) -> {
          throw new RobustaException("nobody can answer here");
        };
    Turn turn = turn(nowhere, nobody);
    return watch(
        turn,
        nowhere,
        nobody,
        () ->
            language.express(
                expression, turn, value -> value == null ? Optional.empty() : looks.of(value)));
  }

  private Turn turn(Output output, Input input) {
    return language
        .session()
        .workbench()
        .turn(looks.progress(output), looks.display(output), input::read);
  }

  private Outcome watch(Turn turn, Output output, Input input, Supplier<Optional<Rendering>> work) {
    return stopper.watch(turn, output, () -> streams.within(output, input, () -> outcome(work)));
  }

  private Outcome outcome(Supplier<Optional<Rendering>> work) {
    try {
      return new Outcome.Value(work.get());
    } catch (Throwable e) {
      return failure(e);
    }
  }

  private Outcome.Failure failure(Throwable thrown) {
    return Failures.of(thrown, Failures.debug(), this::codeAt);
  }

  private Optional<String> codeAt(StackTraceElement frame) {
    return ScriptException.cellOf(frame)
        .map(texts::get)
        .flatMap(text -> text.lines().skip(frame.getLineNumber() - 1L).findFirst())
        .map(String::strip);
  }

  @Override
  public void interrupt() {
    stopper.interrupt();
  }

  @Override
  public List<Completion> complete(String code, int cursor) {
    return language.complete(code, cursor);
  }

  @Override
  public Optional<Rendering> inspect(String code, int cursor) {
    return language.inspect(code, cursor);
  }

  @Override
  public Completeness completeness(String code) {
    return Syntax.completeness(code);
  }

  @Override
  public void close() {
    stopper.close();
    language.close();
    streams.close();
  }
}
