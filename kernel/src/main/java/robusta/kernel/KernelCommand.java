package robusta.kernel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import robusta.kernel.install.KernelInstallCommand;
import robusta.kernel.install.KernelUninstallCommand;

/** {@code robusta kernel ...}. */
@Command(
    name = "kernel",
    description = "The kernel for Jupyter: makes it known there, takes it away, runs it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KernelInstallCommand.class,
      KernelUninstallCommand.class,
      KernelStartCommand.class
    })
final class KernelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the kernel");
  }
}
