package robusta.kernel.install;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which kernel is meant. */
final class KernelPlace {
  @ArgGroup private Where where = new Where();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = KernelSpec.NAME,
      description = "What notebooks call the kernel (default: ${DEFAULT-VALUE}).")
  private String name;

  private static final class Where {
    @Option(
        names = "--user",
        description = "For you alone (this is what is done without --prefix).")
    private boolean user;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description =
            "For all who use the Python environment in this folder, or the machine: /usr/local.")
    private Path prefix;
  }

  String name() {
    return name;
  }

  /** The folder that holds a folder for each kernel. */
  Path kernels() {
    return where.user || where.prefix == null
        ? JupyterFolders.here().userKernels()
        : JupyterFolders.kernelsUnder(where.prefix.toAbsolutePath().normalize());
  }
}
