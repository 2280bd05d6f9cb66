package robusta.kernel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import robusta.dsl.Language;
import robusta.engine.Recipes;
import robusta.kernel.cell.Failures;
import robusta.kernel.cell.Syntax;

/**
 * The language line by line: a sentence may span several lines, the last value is shown, Ctrl-C
 * stops what runs and leaves the session as it is, Ctrl-D ends it.
 */
final class Shell implements AutoCloseable {
  private static final String PROMPT = "robusta> ";
  private static final String HELP =
      """
      Type a sentence of the language; its value is shown, unless you give it a name (x = ...). A
      sentence that is not finished goes on in the next line. Tab completes verbs, their options and your variables.

        help            the verbs of the language
        help invert     one verb: its options, their defaults and an example
        :vars           your variables
        :help           this
        :quit           end the shell (also Ctrl-D)

      Ctrl-C stops what is running; your variables stay.
      """;

  private final Terminal terminal;
  private final LineReader reader;
  private final Language language;

  private final String prompt;

  private Shell(Terminal terminal, LineReader reader, Language language) {
    // Lines from a pipe need no invitation.
    prompt = terminal.getType().startsWith(Terminal.TYPE_DUMB) ? "" : PROMPT;
    this.terminal = terminal;
    this.reader = reader;
    this.language = language;
  }

  /** A shell on this process's terminal; its history is kept in {@code ~/.robusta/history}. */
  static Shell open(Console console) throws IOException {
    Path history = Path.of(System.getProperty("user.home"), ".robusta", "history");
    // Where input comes from a pipe, lines are read from it as they are.
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    return on(terminal, console.language(), history);
  }

  /** A shell on any terminal. */
  static Shell on(Terminal terminal, Language language, Path history) {
    LineReader reader =
        LineReaderBuilder.builder()
            .appName("robusta")
            .terminal(terminal)
            .parser(new SentenceParser())
            .completer(new SentenceCompleter(language))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "    ...> ")
            .variable(LineReader.INDENTATION, 2)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.INSERT_TAB, false)
            .build();
    return new Shell(terminal, reader, language);
  }

  /** Reads and evaluates until the user ends it. */
  void run() {
    read();
    evaluating(language::awaitBackgrounds);
  }

  private void read() {
    print("Robusta " + Recipes.robustaVersion() + "; help lists the verbs, :help the rest");
    while (true) {
      String sentence;
      try {
        sentence = reader.readLine(prompt);
      } catch (UserInterruptException e) {
        continue; // Ctrl-C while typing gives the line up.
      } catch (EndOfFileException e) {
        return;
      }
      String word = sentence.strip();
      if (word.equals(":quit") || word.equals(":q")) {
        return;
      } else if (word.equals(":help")) {
        print(HELP.stripTrailing());
      } else if (word.equals(":vars")) {
        language.variables().forEach((name, value) -> print(name + " = " + brief(value)));
      } else if (word.startsWith(":")) {
        print("there is no command " + word + "; :help lists those there are");
      } else if (!word.isEmpty()) {
        evaluate(sentence);
      }
    }
  }

  private void evaluate(String sentence) {
    evaluating(
        () ->
            language.evaluate(
                sentence,
                value -> {
                  if (value != null && !Syntax.assigns(sentence)) {
                    language.session().show(value);
                  }
                  return value;
                }));
  }

  /** Does something that Ctrl-C stops and whose failure is told. */
  private void evaluating(Runnable work) {
    Thread evaluating = Thread.currentThread();
    boolean[] asked = new boolean[1];
    SignalHandler before =
        terminal.handle(
            Signal.INT,
            signal -> {
              language.cancel();
              if (asked[0]) {
                evaluating.interrupt(); // Something that does not look at the request, or not yet.
              }
              asked[0] = true;
            });
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      print(Failures.describe(e, Failures.debug()));
    } finally {
      terminal.handle(Signal.INT, before);
      Thread.interrupted();
    }
  }

  private void print(String text) {
    PrintWriter out = terminal.writer();
    out.println(text);
    out.flush();
  }

  private static String brief(Object value) {
    String text = String.valueOf(value).replaceAll("\\s+", " ");
    return text.length() > 100 ? text.substring(0, 97) + "..." : text;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
