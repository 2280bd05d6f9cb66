package robusta.kernel.install;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code robusta kernel install}. */
@Command(
    name = "install",
    description = {
      "Makes Jupyter offer Robusta. Needs no Python.",
      "",
      "Install it again after this folder was moved."
    })
public final class KernelInstallCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private KernelPlace place = new KernelPlace();

  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      defaultValue = KernelSpec.DISPLAY_NAME,
      description = "What Jupyter's list shows (default: ${DEFAULT-VALUE}).")
  private String displayName;

  @Option(
      names = "--jvm-arg",
      paramLabel = "ARG",
      description = "An argument for the kernel's Java, as --jvm-arg=-Xmx8g; may be repeated.")
  private List<String> jvmArguments = List.of();

  @Override
  public void run() {
    KernelSpec kernel =
        new KernelSpec(
            place.name(),
            displayName,
            KernelSpec.runningLauncher(),
            KernelSpec.environment(jvmArguments, System.getenv()));
    Path folder = kernel.write(place.kernels());
    spec.commandLine()
        .getOut()
        .println("%s is installed for Jupyter, in %s".formatted(displayName, folder));
  }
}
