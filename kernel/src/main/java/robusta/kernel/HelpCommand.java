package robusta.kernel;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.Workbench;

/** {@code robusta help [COMMAND | VERB]}. */
@Command(name = "help", description = "Explains a command, or a verb of the language.")
final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND|VERB",
      description = "What to explain; without it, what there is.")
  private String about;

  @Override
  public void run() {
    CommandLine robusta = spec.parent().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    Language language = new Language(new Session(new Workbench()));
    if (about == null) {
      robusta.usage(out);
      out.println();
      out.print(language.help());
    } else if (robusta.getSubcommands().containsKey(about)) {
      robusta.getSubcommands().get(about).usage(out);
    } else {
      out.print(language.help(about));
    }
    out.flush();
  }
}
