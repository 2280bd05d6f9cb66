package robusta.kernel.cell;

import groovy.lang.GroovySystem;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import robusta.display.FigureLook;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.dsl.Background;
import robusta.dsl.Completion;
import robusta.dsl.Language;
import robusta.dsl.ScriptException;
import robusta.dsl.Session;
import robusta.dsl.Turn;
import robusta.dsl.Workbench;
import robusta.kernel.magic.MagicCell;
import robusta.kernel.magic.MagicContext;
import robusta.kernel.magic.Magics;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** Cells in the language of Robusta. */
public final class GroovyEvaluator implements Evaluator {
  private static final int REMEMBERED_CELLS = 1000;

  private final Language language;
  private final Looks looks;
  private final Magics magics = new Magics();
  private final CellStreams streams = CellStreams.open();
  private final Stopper stopper;
  // What a cell left in the background may fail while another cell begins.
  private final Map<Integer, String> texts =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
              return size() > REMEMBERED_CELLS;
            }
          });

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

  /** Lets the first cell find the compiler warm, the first figure its fonts; returns at once. */
  public GroovyEvaluator warmed() {
    Thread warming =
        new Thread(
            () -> {
              // Groovy would look in all jars for a metaclass of each cell, and never find one.
              GroovySystem.getMetaClassRegistry()
                  .getMetaClassCreationHandler()
                  .setDisableCustomMetaClassLookup(true);
              language.warmUp();
              FigureLook.warmUp();
            },
            "robusta-warm-up");
    warming.setDaemon(true);
    warming.start();
    return this;
  }

  @Override
  public Outcome evaluate(String code, Output output, Input input) {
    if (code.isBlank()) {
      return new Outcome.Value(Optional.empty());
    }
    looks.begin(code);
    Turn turn = turn(output, input);
    try {
      return watch(turn, output, input, () -> run(code, turn, output));
    } finally {
      looks.end(output);
    }
  }

  private Optional<Rendering> run(String code, Turn turn, Output output) {
    if (!MagicCell.begins(code)) {
      return runGroovy(code, turn, output);
    }
    MagicCell cell = MagicCell.parse(code);
    Object value = magics.run(cell, new MagicSession(turn, output));
    if (cell.code().isPresent()) {
      return runGroovy(cell.code().get(), turn, output);
    }
    return value == null ? Optional.empty() : looks.of(value);
  }

  private Optional<Rendering> runGroovy(String code, Turn turn, Output output) {
    texts.put(language.cells() + 1, code);
    boolean asked = !Syntax.assigns(code);
    Optional<Rendering> shown =
        language.evaluate(
            code, turn, value -> value == null || !asked ? Optional.empty() : look(value, output));
    if (turn.cancelled()) {
      // What an inversion or a training reached before it was stopped.
      shown.ifPresent(reached -> output.display(reached, null));
      throw new CancelledException();
    }
    return shown;
  }

  private Optional<Rendering> look(Object value, Output output) {
    if (value instanceof Background background
        && !background.isDone()
        && looks.display(output).live()) {
      language.session().show(background); // A cell's result could not change any more.
      return Optional.empty();
    }
    return looks.of(value);
  }

  @Override
  public Outcome express(String expression) {
    return aside(
        turn ->
            language.express(
                expression, turn, value -> value == null ? Optional.empty() : looks.of(value)));
  }

  @Override
  public Outcome awaitBackgrounds() {
    return aside(
        turn -> {
          language.awaitBackgrounds(turn);
          return Optional.empty();
        });
  }

  /** Does something that shows nothing and asks nobody. */
  private Outcome aside(Function<Turn, Optional<Rendering>> work) {
    Output nowhere = new Silence();
    Input nobody =
        (prompt, password) -> {
          throw new RobustaException("nobody can answer here");
        };
    Turn turn = turn(nowhere, nobody);
    return watch(turn, nowhere, nobody, () -> work.apply(turn));
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
    List<Completion> begun = magics.complete(code, cursor);
    return begun.isEmpty() ? language.complete(code, cursor) : begun;
  }

  @Override
  public Optional<Rendering> inspect(String code, int cursor) {
    return language.inspect(code, cursor);
  }

  @Override
  public Completeness completeness(String code) {
    return MagicCell.begins(code) ? new Completeness.Complete() : Syntax.completeness(code);
  }

  /** This session as a magic sees it, while its cell runs. */
  private final class MagicSession implements MagicContext {
    private final Turn turn;
    private final Output output;

    MagicSession(Turn turn, Output output) {
      this.turn = turn;
      this.output = output;
    }

    @Override
    public Object evaluate(String code) {
      texts.put(language.cells() + 1, code);
      return language.evaluate(code, turn, value -> value);
    }

    @Override
    public void addToClassPath(URL place) {
      language.addToClassPath(place);
    }

    @Override
    public List<URL> classPath() {
      return language.classPath();
    }

    @Override
    public Output output() {
      return output;
    }

    @Override
    public void checkStopped() {
      if (turn.cancelled()) {
        throw new CancelledException();
      }
    }
  }

  @Override
  public void close() {
    stopper.close();
    language.close();
    streams.close();
  }
}
