package robusta.kernel;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import robusta.dsl.Language;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Evaluators;
import robusta.kernel.notebook.NotebookRun;
import robusta.run.CancelledException;

/** {@code robusta run FILE.groovy [args]}, {@code robusta run NOTEBOOK.ipynb [--out FILE]}. */
@Command(
    name = "run",
    description = {
      "Runs a script of the language, or a notebook.",
      "",
      "A notebook's cells run in its own folder, as in Jupyter, up to the first that fails. It is"
          + " written with their outputs as NAME.executed.ipynb, or as --out FILE says, and as a"
          + " page, .html, beside that."
    })
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The script, or a notebook.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "args",
      description =
          "What the script finds in args; --seed NUMBER and --out FOLDER are its own. For a"
              + " notebook, --out FILE.")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    try (Console console = new Console()) {
      if (NotebookRun.isNotebook(file)) {
        runNotebook(console);
      } else {
        runScript(console);
      }
      if (console.interrupted()) {
        // A training that was stopped gives what it reached; the script is incomplete all the same.
        throw new CancelledException();
      }
    }
  }

  private void runScript(Console console) {
    Language language = console.language();
    console.onInterrupt(language::cancel);
    language.evaluate(file, arguments);
  }

  private void runNotebook(Console console) {
    // The launcher has changed to the notebook's folder.
    Path typed = Path.of(System.getProperty("robusta.folder", ""));
    NotebookRun run = NotebookRun.of(typed, file, arguments);
    PrintStream out = System.out; // Later it is the cells'.
    int columns = Integer.getInteger("robusta.columns", 0);
    try (Evaluator evaluator = Evaluators.open()) {
      console.onInterrupt(evaluator::interrupt);
      run.execute(evaluator, out, System.err, columns);
    }
  }
}
