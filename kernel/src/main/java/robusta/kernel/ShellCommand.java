package robusta.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;

/** {@code robusta shell}. */
@Command(
    name = "shell",
    description = "Opens a shell in which the language is typed line by line, with completion.")
final class ShellCommand implements Runnable {

  @Override
  public void run() {
    try (Console console = new Console();
        Shell shell = Shell.open(console)) {
      shell.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
