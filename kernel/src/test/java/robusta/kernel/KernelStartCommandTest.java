package robusta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KernelStartCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int robusta(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void aConnectionFileThatIsNotThereIsNamed() {
    String missing = folder.resolve("missing.json").toString();
    assertEquals(1, robusta("kernel", "start", missing));
    assertEquals(
        "the connection file %s cannot be read; Jupyter names one when it starts a kernel"
            .formatted(missing),
        err.toString().strip());
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals(2, robusta("kernel"));
    assertTrue(err.toString().startsWith("say what to do with the kernel"), err.toString());
    assertEquals(2, robusta("kernel", "start"));
    assertTrue(err.toString().contains("CONNECTION_FILE"), err.toString());
  }
}
