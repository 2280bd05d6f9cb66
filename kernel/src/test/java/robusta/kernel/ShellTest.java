package robusta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.display.TextDisplay;
import robusta.dsl.Language;
import robusta.dsl.Session;
import robusta.dsl.Workbench;

class ShellTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @TempDir private Path folder;

  /** What the shell answers when these lines are typed. */
  private String type(String... lines) throws IOException {
    byte[] typed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    TextDisplay display = new TextDisplay(new PrintStream(screen, true, StandardCharsets.UTF_8));
    Language language = new Language(new Session(new Workbench().display(display)));
    try (Terminal terminal = new DumbTerminal(new ByteArrayInputStream(typed), screen)) {
      Shell.on(terminal, language, folder.resolve("history")).run();
    }
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void valuesAreShownAndVariablesStay() throws IOException {
    String answer = type("x = 40", "def y = 2", "'sum ' + (x + y)");
    assertTrue(answer.contains("sum 42"), answer);
  }

  @Test
  void whatIsGivenANameIsNotShown() throws IOException {
    assertFalse(type("x = 'a ' + 'value'").contains("a value"));
  }

  @Test
  void aSentenceGoesOnUntilItIsWhole() throws IOException {
    String answer = type("total = [1, 2,", "  3].sum {", "  it * 10", "}", "'is ' + total");
    assertTrue(answer.contains("is 60"), answer);
  }

  @Test
  void aMistakeIsAnsweredAndTheSessionGoesOn() throws IOException {
    String answer = type("x = 7", "help 'invret'", "'still ' + x");
    assertTrue(answer.contains("did you mean 'invert'?"), answer);
    assertTrue(answer.contains("still 7"), answer);
    assertFalse(answer.contains("\tat "), answer);
  }

  @Test
  void commandsBeginWithAColon() throws IOException {
    String answer = type("x = 7", ":vars", ":nothing", ":help", ":quit", "'not ' + 'read'");
    assertTrue(answer.contains("x = 7"), answer);
    assertTrue(answer.contains("there is no command :nothing"), answer);
    assertTrue(answer.contains("Ctrl-C stops"), answer);
    assertFalse(answer.contains("not read"), answer);
  }

  @Test
  void theShellWaitsForWhatRunsInTheBackground() throws IOException {
    String answer = type("b = background { sleep 300; show 'from ' + 'behind' }", "'be' + 'fore'");
    assertTrue(answer.indexOf("from behind") > answer.indexOf("before"), answer);
  }

  @Test
  void theHistoryIsKept() throws IOException {
    type("x = 7");
    assertEquals(
        1,
        Files.readAllLines(folder.resolve("history")).stream()
            .filter(l -> l.endsWith("x = 7"))
            .count());
  }
}
