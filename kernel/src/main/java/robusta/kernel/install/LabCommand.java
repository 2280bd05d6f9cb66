package robusta.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import robusta.run.RobustaException;

/**
 * {@code robusta lab}. Installs the kernel where it is missing and prints the program to open; the
 * launcher then becomes that program, so that no Java waits beside it.
 */
@Command(
    name = "lab",
    description =
        "Opens JupyterLab, or Jupyter Notebook where there is no Lab, with Robusta to choose.")
public final class LabCommand implements Runnable {
  private static final List<String> FRONT_ENDS = List.of("jupyter-lab", "jupyter-notebook");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "args",
      description = "What the program is given, such as a notebook.")
  @SuppressWarnings("UnusedVariable") // For the help; it is the launcher that passes them on.
  private List<String> arguments = List.of();

  @Override
  public void run() {
    Path program =
        frontEnd(System.getenv().getOrDefault("PATH", ""))
            .orElseThrow(
                () ->
                    new RobustaException(
                        "there is neither JupyterLab nor Jupyter Notebook here; get one with"
                            + " pip install jupyterlab (Debian: apt-get install jupyter-notebook)"));
    install(JupyterFolders.here().userKernels(), KernelSpec.runningLauncher(), System.getenv());
    spec.commandLine().getOut().println(program);
  }

  /** The first front end on a search path, or where its jupyter looks; Lab before Notebook. */
  static Optional<Path> frontEnd(String searchPath) {
    List<Path> folders =
        Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
            .map(folder -> Path.of(folder.isEmpty() ? "." : folder))
            .toList();
    Stream<Path> linked = folders.stream().flatMap(folder -> target(folder.resolve("jupyter")));
    List<Path> all = Stream.concat(folders.stream(), linked).toList();
    return FRONT_ENDS.stream()
        .flatMap(name -> all.stream().map(folder -> folder.resolve(name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** The folder that a link leads to: {@code jupyter lab} finds its programs there. */
  private static Stream<Path> target(Path link) {
    try {
      return Stream.ofNullable(link.toRealPath().getParent());
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Installs the kernel, unless one that starts this launcher is there, with what it was given. */
  static void install(Path kernels, Path launcher, Map<String, String> environment) {
    if (!KernelSpec.starts(kernels.resolve(KernelSpec.NAME), launcher)) {
      new KernelSpec(
              KernelSpec.NAME,
              KernelSpec.DISPLAY_NAME,
              launcher,
              KernelSpec.environment(List.of(), environment))
          .write(kernels);
    }
  }
}
