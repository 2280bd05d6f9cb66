package robusta.dsl;

import groovy.lang.Binding;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.MethodClosure;
import robusta.display.Rendering;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/**
 * Runs scripts of the language: whole files, or one cell after another that share their variables.
 *
 * <pre>{@code
 * Language language = new Language(new Session(new Workbench()));
 * language.evaluate(Path.of("examples/quickstart.groovy"), List.of("--seed", "7"));
 * Object last = language.evaluate("1 + 1");
 * }</pre>
 *
 * <p>One evaluation at a time; {@link #cancel} and {@link #complete} may be called from any thread
 * meanwhile. Every mistake is answered with one sentence in a {@link RobustaException}; a script
 * that was cancelled ends with a {@link CancelledException}.
 */
public final class Language implements AutoCloseable {
  private static final Duration LAST_STEPS = Duration.ofSeconds(10);
  private static final String WARM_UP =
      """
      def twice(x) { 2 * x }
      int n = 1
      def all = [1, 2].collect { twice(it) + n }
      "${all.sum()}: ${[a: 1].a}".toString()
      """;

  private final Session session;
  // Completion and background runs read what a cell writes.
  private final Binding variables = new Binding(Collections.synchronizedMap(new LinkedHashMap<>()));
  private final Compiler scripts = Compiler.ofScripts();
  private final Compiler cells = Compiler.ofCells(() -> snapshot().keySet());
  private int evaluated;

  public Language(Session session) {
    this.session = session;
  }

  /** The session whose verbs the scripts speak. */
  public Session session() {
    return session;
  }

  /** The variables that cells share, by name; a live view. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> variables() {
    return variables.getVariables();
  }

  /** The variables as they are now. */
  private Map<String, Object> snapshot() {
    Map<String, Object> all = variables();
    synchronized (all) {
      return new LinkedHashMap<>(all);
    }
  }

  /**
   * Runs a script file with variables of its own. The arguments are the script's {@code args};
   * {@code --out FOLDER} and {@code --seed NUMBER} among them are taken by the language. Without
   * {@code --out}, and unless the workbench was given a folder, what the script saves goes to
   * {@code runs/} and the script's name.
   *
   * @return the value of its last statement
   * @throws RobustaException if the file can't be read or the script fails
   */
  public Object evaluate(Path file, List<String> arguments) {
    String text = read(file);
    String name = file.getFileName().toString();
    List<String> rest = session.workbench().take(arguments, name.replaceFirst("\\.groovy$", ""));
    Binding binding = new Binding(rest.toArray(String[]::new));
    Source source = new Source(name, text);
    return run(
        source,
        session.workbench().turn(),
        () -> {
          Object value = execute(scripts.compile(source), binding);
          finishBackgrounds();
          return value;
        },
        binding);
  }

  /**
   * Runs one cell: a few lines that share their variables, methods, classes and imports with those
   * before.
   *
   * @return the value of the last statement, null when it has none
   * @throws RobustaException if it fails
   */
  public Object evaluate(String cell) {
    return evaluate(cell, value -> value);
  }

  /** Runs one cell and makes something of its value; see {@link #evaluate(String)}. */
  public <T> T evaluate(String cell, Function<Object, T> then) {
    return evaluate(cell, session.workbench().turn(), then);
  }

  /**
   * Runs one cell in a turn that its front end made; see {@link #evaluate(String)}.
   *
   * @param then what becomes of its value, as a part of the turn: a lazy sentence runs when it is
   *     looked at
   */
  public <T> T evaluate(String cell, Turn turn, Function<Object, T> then) {
    Source source = Source.cell(++evaluated, cell);
    return run(
        source, turn, () -> then.apply(execute(cells.compile(source), variables)), variables);
  }

  /**
   * Gives the value of an expression that leaves no trace among variables and imports.
   *
   * @param then what becomes of its value, as a part of the turn
   * @throws RobustaException if it fails
   */
  public <T> T express(String expression, Turn turn, Function<Object, T> then) {
    Source source = new Source("expression.groovy", expression);
    Binding aside = new Binding(snapshot());
    return run(source, turn, () -> then.apply(execute(cells.compileAside(source), aside)), aside);
  }

  /** Compiles and runs a little of everything, so that the first cell need not wait for it. */
  public void warmUp() {
    try {
      execute(cells.compileAside(new Source("warm_up.groovy", WARM_UP)), new Binding());
    } catch (RuntimeException e) {
      // The first cell will tell what is wrong.
    }
  }

  /** How many cells were run; the latest has this number. */
  public int cells() {
    return evaluated;
  }

  /** Lets later cells find classes here: a jar, or a folder whose name ends with a slash. */
  public void addToClassPath(URL place) {
    cells.addToClassPath(place);
  }

  /** Where later cells find classes, besides Robusta's own. */
  public List<URL> classPath() {
    return cells.classPath();
  }

  /** The loader of the cells' classes. */
  public ClassLoader classLoader() {
    return cells.loader();
  }

  /**
   * Imports something for later cells.
   *
   * @param what as it stands behind the word import: {@code "java.time.*"}, {@code "static a.B.c"}
   * @throws RobustaException if there is nothing of that name
   */
  public void addImport(String what) {
    Source source = new Source("import.groovy", "import " + what);
    try {
      cells.compile(source);
    } catch (CompilationFailedException e) {
      throw Mistakes.explain(e, Source.NONE, variables);
    }
  }

  /** What earlier cells imported, as a cell would write it. */
  public List<String> imports() {
    return cells.imports().words();
  }

  /**
   * Waits for what runs in the background.
   *
   * @throws RobustaException if some of it failed, which was told when it did
   */
  public void awaitBackgrounds() {
    awaitBackgrounds(session.workbench().turn());
  }

  /** Waits in a turn that a front end made; see {@link #awaitBackgrounds()}. */
  public void awaitBackgrounds(Turn turn) {
    run(
        Source.NONE,
        turn,
        () -> {
          finishBackgrounds();
          return null;
        },
        variables);
  }

  private void finishBackgrounds() {
    try {
      session.workbench().backgrounds().await();
    } catch (CancelledException e) {
      session.workbench().backgrounds().close(LAST_STEPS);
      throw e;
    }
  }

  /** Asks what runs in the background to stop, and waits a little for its end. */
  @Override
  public void close() {
    session.workbench().backgrounds().close(LAST_STEPS);
  }

  /** Asks what is being evaluated to stop; it ends with a {@link CancelledException}. */
  public void cancel() {
    session.workbench().cancel();
  }

  /**
   * What may be written at the cursor.
   *
   * @param source the text of the cell or line
   * @param cursor the position in it, from 0 to its length
   * @return the candidates, best first
   */
  public List<Completion> complete(String source, int cursor) {
    return new Completer(snapshot(), new Classes(cells)).complete(source, cursor);
  }

  /**
   * What is known of the word at the cursor: a verb's help, a variable's type and value.
   *
   * @param source the text of the cell or line
   * @param cursor the position in it, from 0 to its length
   */
  public Optional<Rendering> inspect(String source, int cursor) {
    return new Inspector(snapshot(), new Classes(cells)).inspect(source, cursor);
  }

  /** What the language can do, as text for people. */
  public String help() {
    return Help.overview();
  }

  /**
   * What a verb does, with its options, their defaults and an example.
   *
   * @throws RobustaException if there is no such verb, with the nearest one
   */
  public String help(String verb) {
    return Help.of(verb);
  }

  private <T> T run(Source source, Turn turn, Supplier<T> work, Binding binding) {
    session.workbench().begin(turn);
    try {
      return turn.run(work);
    } catch (CancelledException e) {
      throw e;
    } catch (Throwable e) {
      if (turn.cancelled()) {
        throw new CancelledException();
      }
      throw Mistakes.explain(e, source, binding);
    }
  }

  @SuppressWarnings("unchecked")
  private Object execute(Class<?> type, Binding binding) {
    if (!RobustaScript.class.isAssignableFrom(type)) {
      return null; // The text declares a class and no statement.
    }
    RobustaScript script =
        (RobustaScript) InvokerHelper.createScript((Class<RobustaScript>) type, binding);
    script.speaks(session);
    if (binding == variables) {
      keepMethods(script);
    }
    return script.run();
  }

  /** Methods that a cell declares live on as closures. */
  private void keepMethods(RobustaScript script) {
    for (Method method : script.getClass().getDeclaredMethods()) {
      String name = method.getName();
      if (!method.isSynthetic()
          && !name.equals("run")
          && !name.equals("main")
          && !name.contains("$")) {
        variables.setVariable(name, new MethodClosure(script, name));
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no script " + file, e);
    } catch (CharacterCodingException e) {
      throw new RobustaException("the script " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new RobustaException(
          Files.isDirectory(file)
              ? file + " is a folder; name a .groovy file in it"
              : "the script " + file + " cannot be read: " + e.getMessage(),
          e);
    }
  }
}
