package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jupyter's own clients, in Python, on the kernel as a process. */
@Tag("jupyter")
class JupyterSuiteTest {
  private static final String PYTHON =
      Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

  @TempDir Path folder;

  @BeforeEach
  void needsPython() throws Exception {
    String present;
    try {
      present = python("-c", "import jupyter_kernel_test, jupyter_client");
    } catch (IOException e) {
      present = e.getMessage();
    }
    assumeTrue(
        present.isEmpty(),
        "needs Python with jupyter_kernel_test (Debian: python3-jupyter-kernel-test)");
  }

  @Test
  void theConformanceSuitePassesWithNothingSkipped() throws Exception {
    writeKernelspec();
    String result = python("-m", "unittest", "test_robusta_kernel");
    assertEquals("OK", result.lines().reduce("", (before, line) -> line), result);
  }

  /** A kernelspec that starts Java with this test's class path, and a home of its own. */
  private void writeKernelspec() throws IOException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            KernelUnderTest.class.getName(),
            "{connection_file}");
    var spec = Json.object().put("display_name", "Robusta under test").put("language", "groovy");
    spec.put("interrupt_mode", "message").set("argv", Json.array(command));
    Path kernel = folder.resolve("kernels/robusta-test/kernel.json");
    Files.createDirectories(kernel.getParent());
    Files.write(kernel, Json.bytes(spec));
  }

  /** What Python says, on both its outputs; empty if it says nothing and succeeds. */
  private String python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Path.of("src/test/python").toFile());
    builder.environment().put("JUPYTER_PATH", folder.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        return Files.readString(said, StandardCharsets.UTF_8) + "\nPython did not end";
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    return process.exitValue() == 0 ? text : text + "\nexit status " + process.exitValue();
  }
}
