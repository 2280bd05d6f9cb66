package robusta.kernel;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import robusta.kernel.bench.BenchCommand;
import robusta.kernel.cell.Failures;
import robusta.kernel.install.LabCommand;

/**
 * The command line: {@code robusta run FILE}, {@code shell}, {@code lab}, {@code help} and more.
 */
@Command(
    name = "robusta",
    description = "Trains adversarially robust networks and looks inside their representations.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      ShellCommand.class,
      LabCommand.class,
      KernelCommand.class,
      BenchCommand.class,
      HelpCommand.class,
      VersionCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Explain this command and do nothing.")
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /**
   * The command line, not yet executed. It answers with the exit status: 0, 1 after a failure, 2
   * after a mistake in the command itself, 130 when interrupted.
   */
  public static CommandLine commandLine() {
    CommandLine robusta = new CommandLine(new Main());
    // What follows the script's name is the script's own, options too.
    robusta.getSubcommands().get("run").setStopAtPositional(true);
    return robusta
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(Failures.describe(failure, Failures.debug()));
              return Failures.exitCode(failure);
            })
        .setParameterExceptionHandler((mistake, arguments) -> usageMistake(mistake));
  }

  private static int usageMistake(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
      command.usage(err);
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
