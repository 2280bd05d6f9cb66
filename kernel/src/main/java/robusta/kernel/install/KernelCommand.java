package robusta.kernel.install;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code robusta kernel}. */
@Command(
    name = "kernel",
    description = "The kernel for Jupyter: makes it known there, or takes it away.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KernelInstallCommand.class, KernelUninstallCommand.class})
public final class KernelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the kernel");
  }
}
