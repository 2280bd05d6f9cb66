package robusta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import robusta.model.Checkpoints;
import robusta.model.Model;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int robusta(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String script(String text) throws IOException {
    return Files.writeString(folder.resolve("study.groovy"), text).toString();
  }

  @Test
  void aScriptGetsItsArgumentsAlsoOptions() throws IOException {
    Path told = folder.resolve("told.txt");
    String file = script("new File(args[0]).text = args[1..-1].join(' ')");
    assertEquals(0, robusta("run", file, told.toString(), "--only", "one", "-x"), err.toString());
    assertEquals("--only one -x", Files.readString(told));
  }

  @Test
  void aMistakeOfTheUserIsOneSentence() throws IOException {
    assertEquals(1, robusta("run", script("\nhelp 'invret'\n")));
    assertEquals(
        "study.groovy line 2: there is no verb 'invret'; did you mean 'invert'?",
        err.toString().strip());
  }

  @Test
  void aMissingScriptIsNamed() {
    assertEquals(1, robusta("run", folder.resolve("nothing.groovy").toString()));
    assertTrue(err.toString().startsWith("there is no script "), err.toString());
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void whatDoesNotCompileIsShownWithItsColumn() throws IOException {
    assertEquals(1, robusta("run", script("x = 1\ny = foo(x,\n")));
    String[] lines = err.toString().split(System.lineSeparator());
    assertTrue(lines[0].startsWith("study.groovy line 2: "), lines[0]);
    assertEquals("y = foo(x,", lines[1].strip());
    assertEquals("^", lines[2].strip());
    assertEquals(lines[1].indexOf('('), lines[2].indexOf('^'));
  }

  @Test
  void anExceptionOfTheScriptShowsTheLinesThatLedToIt() throws IOException {
    assertEquals(1, robusta("run", script("int third(list) {\n  list.get(2)\n}\nthird([1])\n")));
    String[] lines = err.toString().split(System.lineSeparator());
    assertTrue(lines[0].startsWith("study.groovy line 2: "), err.toString());
    assertEquals("  called at study.groovy:4", lines[1]);
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void aScriptEndsWhenItsBackgroundRunsHave() throws IOException {
    Path told = folder.resolve("told.txt");
    String file = script("background { sleep 300; new File(args[0]).text = 'done' }\n");
    assertEquals(0, robusta("run", file, told.toString()), err.toString());
    assertEquals("done", Files.readString(told));
    assertEquals(1, robusta("run", script("background { throw new Exception('lost') }\n")));
    assertEquals("study.groovy: a background run failed", err.toString().strip());
  }

  @Test
  void aMisspeltCommandOrOptionIsAnsweredWithTheNearest() {
    assertEquals(2, robusta("shel"));
    assertTrue(err.toString().contains("robusta shell"), err.toString());
    assertEquals(2, robusta("bench", "--peeer"));
    assertTrue(err.toString().contains("--peer"), err.toString());
  }

  @Test
  void noCommandShowsWhatThereIs() {
    assertEquals(2, robusta());
    assertTrue(err.toString().contains("Usage: robusta"), err.toString());
  }

  @Test
  void helpExplainsCommandsAndVerbs() {
    assertEquals(0, robusta("help"));
    assertTrue(out.toString().contains("shell"), out.toString());
    assertTrue(out.toString().contains("invert"), out.toString());
    out.getBuffer().setLength(0);
    assertEquals(0, robusta("help", "run"));
    assertTrue(out.toString().startsWith("Usage: robusta run"), out.toString());
    out.getBuffer().setLength(0);
    assertEquals(0, robusta("help", "invert"));
    assertTrue(out.toString().contains("steps"), out.toString());
    assertEquals(1, robusta("help", "invret"));
    assertTrue(err.toString().contains("did you mean 'invert'"), err.toString());
  }

  @Test
  void helpIsAnOptionOfEveryCommand() {
    assertEquals(0, robusta("bench", "--help"));
    assertTrue(out.toString().contains("--peer"), out.toString());
  }

  @Test
  void versionNamesTheEngine() {
    assertEquals(0, robusta("version"));
    assertTrue(out.toString().contains("oneDNN"), out.toString());
  }

  @Test
  void benchmarkOptionsThatMakeNoSenseAreRefused() {
    assertEquals(2, robusta("bench", "--only", "resnet9"));
    assertTrue(err.toString().contains("resnet8-w16, resnet18-w64, resnet50"), err.toString());
    assertEquals(2, robusta("bench", "--repeat", "0"));
    assertTrue(err.toString().contains("--repeat must be at least 1, not 0"), err.toString());
    assertEquals(2, robusta("bench", "--precision", "f16"));
    assertTrue(err.toString().contains("not 'f16'"), err.toString());
  }

  @Test
  void aCheckpointIsLoadedInAProcessOfItsOwn() {
    Path file = folder.resolve("small.safetensors");
    Model small =
        Model.create("smallcnn").images(1, 28, 28).classes(List.of("one", "other")).build();
    Checkpoints.save(small, file);
    assertEquals(0, robusta("bench", "--load", file.toString(), "--repeat", "1"), err.toString());
    String said = out.toString().strip();
    assertTrue(said.contains("\"case\":\"small.safetensors\""), said);
    assertTrue(said.matches(".*\"what\":\"load\".*\"seconds\":\\d+\\.\\d+}"), said);
    assertEquals(2, robusta("bench", "--load", folder.resolve("none.pt").toString()));
    assertTrue(err.toString().contains("there is no file"), err.toString());
  }

  @Test
  void aPeerThatIsNotThereIsNamed() {
    assertEquals(1, robusta("bench", "--peer", "--python", folder.resolve("python").toString()));
    assertTrue(err.toString().startsWith("there is no Python at "), err.toString());
  }
}
