package robusta.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.display.Output.Stream;
import robusta.display.Rendering;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

class NotebookRunTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Cells cells = new Cells();

  @TempDir private Path folder;

  private NotebookRun run(String... arguments) {
    return NotebookRun.of(folder, Path.of("study.ipynb"), List.of(arguments));
  }

  private void execute(NotebookRun run, int columns) {
    run.execute(
        cells,
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        new PrintStream(told, true, StandardCharsets.UTF_8),
        columns);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theNotebookStaysAndItsExecutedCopyAndPageStandBeside() throws IOException {
    Path file = NotebookFiles.notebook(folder.resolve("study.ipynb"), "a", "b");
    String before = Files.readString(file);
    execute(run(), 0);
    assertEquals(before, Files.readString(file));
    Notebook written = Notebook.read(folder.resolve("study.executed.ipynb"));
    assertEquals(2, written.cells().get(1).number().orElseThrow());
    assertTrue(Files.readString(folder.resolve("study.executed.html")).contains("<pre"));
    assertTrue(told().startsWith("[1/2] a" + System.lineSeparator() + "[2/2] b"), told());
  }

  @Test
  void outNamesTheFileAlsoInPlaceOrInANewFolder() {
    NotebookFiles.notebook(folder.resolve("study.ipynb"), "a");
    execute(run("--out", "new/result.ipynb"), 0);
    assertTrue(Files.exists(folder.resolve("new/result.ipynb")));
    assertTrue(Files.exists(folder.resolve("new/result.html")));
    execute(run("--out=study.ipynb"), 0);
    assertEquals(1, Notebook.read(folder.resolve("study.ipynb")).cells().get(0).outputs().size());
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeTheRun() throws IOException {
    NotebookFiles.notebook(folder.resolve("study.ipynb"), "a");
    Files.writeString(folder.resolve("file"), "");
    Files.createDirectory(folder.resolve("folder.ipynb"));
    for (String out : List.of("file/result.ipynb", "folder.ipynb")) {
      NotebookRun run = run("--out", out);
      RobustaException failure = assertThrows(RobustaException.class, () -> execute(run, 0));
      assertTrue(failure.getMessage().contains("cannot be written"), failure.getMessage());
    }
    assertEquals(List.of(), cells.ran);
  }

  @Test
  void aFailureIsNamedAfterWhatWasReachedIsWritten() {
    NotebookFiles.notebook(folder.resolve("study.ipynb"), "a", "bad", "c");
    cells.on("bad", (out, in) -> Cells.failure("RobustaException", "no such verb"));
    NotebookRun run = run();
    RobustaException failure = assertThrows(RobustaException.class, () -> execute(run, 0));
    assertEquals("cell 2 failed: no such verb", failure.getMessage());
    assertTrue(told().contains("at cell 2 line 1"), told());
    Notebook written = Notebook.read(folder.resolve("study.executed.ipynb"));
    assertEquals("error", written.cells().get(1).outputs().get(0).get("output_type").asText());
  }

  @Test
  void anInterruptIsNoFailure() {
    NotebookFiles.notebook(folder.resolve("study.ipynb"), "long");
    cells.on("long", (out, in) -> Cells.failure("Interrupted", "interrupted"));
    NotebookRun run = run();
    assertThrows(CancelledException.class, () -> execute(run, 0));
    assertTrue(Files.exists(folder.resolve("study.executed.ipynb")));
  }

  @Test
  void printsGoThroughAndProgressIsOneLineThatIsRewritten() {
    NotebookFiles.notebook(folder.resolve("study.ipynb"), "work", "b");
    cells.on(
        "work",
        (out, in) -> {
          out.update(Rendering.text("\nepoch 1 of 9, and a lot more to say"), "p");
          out.stream(Stream.STDOUT, "no end of line");
          out.update(Rendering.text("epoch 2"), "p");
          return Cells.nothing();
        });
    execute(run(), 20);
    assertEquals(
        "no end of line" + System.lineSeparator(), printed.toString(StandardCharsets.UTF_8));
    assertTrue(told().contains("\r\u001b[Kepoch 1 of 9, and\r\u001b[K"), told());
    assertFalse(told().contains("epoch 2"), "not in the middle of a line of the cell");
  }

  @Test
  void otherArgumentsAreRefused() {
    assertTrue(
        assertThrows(RobustaException.class, () -> run("--seed", "7"))
            .getMessage()
            .contains("'--seed'"));
    assertThrows(RobustaException.class, () -> run("--out"));
    assertTrue(
        assertThrows(RobustaException.class, () -> run("--out", "page.html"))
            .getMessage()
            .contains("ends with .ipynb"));
  }
}
