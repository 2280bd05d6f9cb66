package robusta.kernel;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import robusta.dsl.Language;
import robusta.run.CancelledException;

/** {@code robusta run FILE.groovy [args]}. */
@Command(name = "run", description = "Runs a script of the language.")
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE.groovy", description = "The script.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "args",
      description = "What the script finds in args; --seed NUMBER and --out FOLDER are its own.")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    try (Console console = new Console()) {
      Language language = console.language();
      console.onInterrupt(language::cancel);
      language.evaluate(file, arguments);
      if (console.interrupted()) {
        // A training that was stopped gives what it reached; the script is incomplete all the same.
        throw new CancelledException();
      }
    }
  }
}
