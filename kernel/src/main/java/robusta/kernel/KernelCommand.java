package robusta.kernel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code robusta kernel ...}. */
@Command(
    name = "kernel",
    description = "The kernel that Jupyter runs notebooks with.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KernelStartCommand.class})
final class KernelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the kernel");
  }
}
