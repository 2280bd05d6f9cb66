package robusta.kernel.install;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code robusta kernel uninstall}. */
@Command(name = "uninstall", description = "Takes from Jupyter what install gave it.")
public final class KernelUninstallCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private KernelPlace place = new KernelPlace();

  @Override
  public void run() {
    Path folder = KernelSpec.remove(place.kernels(), place.name());
    spec.commandLine().getOut().println("removed the kernel in " + folder);
  }
}
