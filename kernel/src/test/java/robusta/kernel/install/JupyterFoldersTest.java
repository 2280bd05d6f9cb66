package robusta.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JupyterFoldersTest {
  private static final Path HOME = Path.of("/home/ada");

  private static Path kernels(String system, Map<String, String> environment) {
    return new JupyterFolders(environment, system, HOME).userKernels();
  }

  @Test
  void everySystemHasItsOwnFolder() {
    assertEquals(HOME.resolve(".local/share/jupyter/kernels"), kernels("Linux", Map.of()));
    assertEquals(HOME.resolve("Library/Jupyter/kernels"), kernels("Mac OS X", Map.of()));
    assertEquals(HOME.resolve(".jupyter/data/kernels"), kernels("Windows 11", Map.of()));
    assertEquals(
        Path.of("/c/roaming/jupyter/kernels"),
        kernels("Windows 11", Map.of("APPDATA", "/c/roaming")));
  }

  @Test
  void theEnvironmentSaysMore() {
    assertEquals(
        Path.of("/data/jupyter/kernels"), kernels("Linux", Map.of("XDG_DATA_HOME", "/data")));
    assertEquals(
        Path.of("/own/kernels"),
        kernels("Linux", Map.of("XDG_DATA_HOME", "/data", "JUPYTER_DATA_DIR", "/own")));
    assertEquals(
        Path.of("/home/bob/.local/share/jupyter/kernels"),
        kernels("Linux", Map.of("HOME", "/home/bob")));
    assertEquals(
        HOME.resolve(".local/share/jupyter/kernels"),
        kernels("Linux", Map.of("JUPYTER_DATA_DIR", "", "XDG_DATA_HOME", "")));
  }

  @Test
  void aPrefixIsThatOfPython() {
    assertEquals(
        Path.of("/usr/local/share/jupyter/kernels"),
        JupyterFolders.kernelsUnder(Path.of("/usr/local")));
  }
}
