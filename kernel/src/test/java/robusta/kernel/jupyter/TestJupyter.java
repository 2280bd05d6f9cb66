package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jupyter as it is installed here, with a kernel that runs what is being tested. */
public final class TestJupyter {
  private static final String PYTHON =
      Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

  private final Path folder;

  /** With what it writes, and the kernel's home, in a folder. */
  public TestJupyter(Path folder) {
    this.folder = folder;
  }

  /**
   * Skips the test where Python lacks some modules.
   *
   * @param modules as in an import statement
   * @param packages what brings them, for the message
   */
  public void require(String modules, String packages) throws Exception {
    String present;
    try {
      present = python("-c", "import " + modules);
    } catch (IOException e) {
      present = e.getMessage();
    }
    assumeTrue(present.isEmpty(), "needs Python with " + modules + " (Debian: " + packages + ")");
  }

  /** A kernelspec that starts Java with this test's class path, and a home of its own. */
  public void writeKernelspec(String name) throws IOException {
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
    Path kernel = folder.resolve("kernels/" + name + "/kernel.json");
    Files.createDirectories(kernel.getParent());
    Files.write(kernel, Json.bytes(spec));
  }

  /**
   * A Python process that knows the kernel.
   *
   * @param said the file for both its outputs
   */
  public Process start(Path said, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Path.of("src/test/python").toFile());
    builder.environment().put("JUPYTER_PATH", folder.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("GOMP_SPINCOUNT", "2000"); // As the launcher does.
    return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  /** What Python says, on both its outputs; empty if it says nothing and succeeds. */
  public String python(String... arguments) throws Exception {
    Path said = folder.resolve("said");
    Process process = start(said, arguments);
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        return Files.readString(said, StandardCharsets.UTF_8) + "\nPython did not end";
      }
    } finally {
      end(process);
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    return process.exitValue() == 0 ? text : text + "\nexit status " + process.exitValue();
  }

  /** Ends a process and what it started. */
  public static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
