package robusta.dsl;

import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.MethodClosure;
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
public final class Language {
  private final Session session;
  private final Binding variables = new Binding();
  private final GroovyClassLoader loader = loader(false);
  private final GroovyClassLoader cells = loader(true);
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
    return run(loader, new Source(name, text), binding);
  }

  /**
   * Runs one cell: a few lines that share their variables, methods and classes with those before.
   *
   * @return the value of the last statement, null when it has none
   * @throws RobustaException if it fails
   */
  public Object evaluate(String cell) {
    evaluated++;
    return run(cells, new Source("cell" + evaluated + ".groovy", cell), variables);
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
    return new Completer(variables()).complete(source, cursor);
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

  private Object run(GroovyClassLoader compiler, Source source, Binding binding) {
    try {
      return StopRequests.watching(
          session.workbench().begin(), () -> execute(compiler, source, binding));
    } catch (CancelledException e) {
      throw e;
    } catch (Throwable e) {
      throw Mistakes.explain(e, source, binding);
    }
  }

  @SuppressWarnings("unchecked")
  private Object execute(GroovyClassLoader compiler, Source source, Binding binding) {
    Class<?> type = compiler.parseClass(source.code());
    if (!RobustaScript.class.isAssignableFrom(type)) {
      return type; // The text declares a class and no statement.
    }
    RobustaScript script =
        (RobustaScript) InvokerHelper.createScript((Class<RobustaScript>) type, binding);
    script.speaks(session);
    if (compiler == cells) {
      keepMethods(script);
    }
    return script.run();
  }

  /** Methods that a cell declares live on as closures. */
  private void keepMethods(RobustaScript script) {
    for (java.lang.reflect.Method method : script.getClass().getDeclaredMethods()) {
      String name = method.getName();
      if (!method.isSynthetic()
          && !name.equals("run")
          && !name.equals("main")
          && !name.startsWith("$")) {
        variables.setVariable(name, new MethodClosure(script, name));
      }
    }
  }

  private static GroovyClassLoader loader(boolean cells) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(RobustaScript.class.getName());
    configuration.setSourceEncoding("UTF-8");
    // The loss of an attack reads what its closure's parameters are called.
    configuration.setParameters(true);
    configuration.addCompilationCustomizers(
        new ImportCustomizer()
            .addStarImports("robusta.dsl", "robusta.data", "robusta.display", "tech.tablesaw.api")
            .addStaticStars("java.lang.Math"),
        StopRequests.customizer());
    if (cells) {
      configuration.addCompilationCustomizers(new CellVariables());
    }
    return new GroovyClassLoader(Language.class.getClassLoader(), configuration);
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

  /**
   * A text to run.
   *
   * @param name what stack traces call it
   * @param text the script
   */
  record Source(String name, String text) {
    GroovyCodeSource code() {
      return new GroovyCodeSource(text, name, "/robusta");
    }

    /** What a sentence about a line of it begins with. */
    String place(int line) {
      boolean cell = name.startsWith("cell");
      if (line == 0) {
        return cell ? "" : name + ": ";
      }
      return (cell ? "line " : name + " line ") + line + ": ";
    }
  }
}
