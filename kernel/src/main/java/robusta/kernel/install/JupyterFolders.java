package robusta.kernel.install;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where Jupyter looks for kernels: the rules of {@code jupyter_core.paths}.
 *
 * @param environment the environment variables
 * @param system the name of the operating system, as Java's {@code os.name} has it
 * @param home the user's home folder where the environment does not say
 */
record JupyterFolders(Map<String, String> environment, String system, Path home) {

  /** This machine's and this user's. */
  static JupyterFolders here() {
    return new JupyterFolders(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home")));
  }

  /** The folder of the kernels that only this user sees. */
  Path userKernels() {
    return userData().resolve("kernels");
  }

  /** The folder of the kernels of a Python installation or environment, or of a whole machine. */
  static Path kernelsUnder(Path prefix) {
    return prefix.resolve("share").resolve("jupyter").resolve("kernels");
  }

  private Path userData() {
    if (given("JUPYTER_DATA_DIR")) {
      return Path.of(environment.get("JUPYTER_DATA_DIR"));
    }
    // Java takes the home folder from the password file, Jupyter from the environment.
    Path folder = given("HOME") ? Path.of(environment.get("HOME")) : home;
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return folder.resolve("Library").resolve("Jupyter");
    }
    if (name.startsWith("windows")) {
      return given("APPDATA")
          ? Path.of(environment.get("APPDATA")).resolve("jupyter")
          : folder.resolve(".jupyter").resolve("data");
    }
    Path data =
        given("XDG_DATA_HOME")
            ? Path.of(environment.get("XDG_DATA_HOME"))
            : folder.resolve(".local").resolve("share");
    return data.resolve("jupyter");
  }

  private boolean given(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
