package robusta.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.display.Output.Stream;
import robusta.display.Rendering;
import robusta.run.RobustaException;

class NotebookRunnerTest {
  private final Cells cells = new Cells();

  @TempDir private Path folder;
  private Notebook notebook;

  private Optional<NotebookRunner.Failed> run(String... sources) {
    notebook = Notebook.read(NotebookFiles.notebook(folder.resolve("study.ipynb"), sources));
    return run();
  }

  private Optional<NotebookRunner.Failed> run() {
    return new NotebookRunner(cells, new RunListener() {}).run(notebook);
  }

  private List<JsonNode> outputs(int cell) {
    return notebook.cells().get(cell).outputs();
  }

  private String onlyText(int cell) {
    assertEquals(1, outputs(cell).size(), outputs(cell)::toString);
    JsonNode output = outputs(cell).get(0);
    return output.has("text")
        ? output.get("text").asText()
        : output.at("/data/text~1plain").asText();
  }

  @Test
  void valuesAreResultsAndNumbersCountTheCellsThatRan() {
    assertTrue(run("a", "  \n", "b").isEmpty());
    assertEquals(List.of("a", "b"), cells.ran);
    assertEquals("a", onlyText(0));
    assertEquals("execute_result", outputs(0).get(0).get("output_type").asText());
    assertEquals(2, outputs(2).get(0).get("execution_count").asInt());
    assertEquals(2, notebook.cells().get(2).number().orElseThrow());
    assertTrue(outputs(1).isEmpty(), "what an earlier run left is gone");
    assertTrue(notebook.cells().get(1).number().isEmpty());
  }

  @Test
  void printsOfOneStreamAreMergedInOrder() {
    cells.on(
        "print",
        (out, in) -> {
          out.stream(Stream.STDOUT, "one ");
          out.stream(Stream.STDOUT, "two\n");
          out.stream(Stream.STDERR, "oh\n");
          out.stream(Stream.STDOUT, "10%\r20%\r\nthree\n50%\r100%");
          return Cells.nothing();
        });
    run("print");
    assertEquals(
        List.of("one two\n", "oh\n", "20%\nthree\n100%"),
        outputs(0).stream().map(output -> output.get("text").asText()).toList());
    assertEquals("stderr", outputs(0).get(1).get("name").asText());
  }

  @Test
  void hundredThousandLinesAreKept() {
    cells.on(
        "flood",
        (out, in) -> {
          for (int i = 0; i < 100_000; i++) {
            out.stream(Stream.STDOUT, "line " + i + "\n");
          }
          return Cells.nothing();
        });
    run("flood");
    assertEquals(100_000, onlyText(0).lines().count());
  }

  @Test
  void anUpdateReplacesWhatWasDisplayedInAnyCell() {
    cells
        .on(
            "show",
            (out, in) -> {
              out.display(Rendering.text("old"), "bar");
              out.display(Rendering.text("still"), null);
              return Cells.nothing();
            })
        .on(
            "update",
            (out, in) -> {
              out.update(Rendering.text("new").with(Rendering.HTML, "<b>new</b>"), "bar");
              out.update(Rendering.text("nothing"), "unknown");
              return Cells.nothing();
            });
    run("show", "update");
    assertEquals("new", outputs(0).get(0).at("/data/text~1plain").asText());
    assertEquals("<b>new</b>", outputs(0).get(0).at("/data/text~1html").asText());
    assertEquals("still", outputs(0).get(1).at("/data/text~1plain").asText());
    assertTrue(outputs(1).isEmpty());
  }

  @Test
  void clearingWaitsIfAskedTo() {
    cells
        .on(
            "now",
            (out, in) -> {
              out.stream(Stream.STDOUT, "gone");
              out.clear(false);
              return Cells.nothing();
            })
        .on(
            "later",
            (out, in) -> {
              out.stream(Stream.STDOUT, "gone");
              out.clear(true);
              out.stream(Stream.STDOUT, "stays");
              return Cells.nothing();
            })
        .on(
            "never",
            (out, in) -> {
              out.stream(Stream.STDOUT, "stays");
              out.clear(true);
              return Cells.nothing();
            });
    run("now", "later", "never");
    assertTrue(outputs(0).isEmpty());
    assertEquals("stays", onlyText(1));
    assertEquals("stays", onlyText(2));
  }

  @Test
  void theFirstFailureEndsTheRun() {
    cells.on("bad", (out, in) -> Cells.failure("RobustaException", "no such verb"));
    NotebookRunner.Failed failed = run("a", "bad", "c").orElseThrow();
    assertEquals("cell 2 failed: no such verb", failed.sentence());
    JsonNode error = outputs(1).get(0);
    assertEquals("error", error.get("output_type").asText());
    assertEquals("RobustaException", error.get("ename").asText());
    assertEquals("no such verb", error.get("evalue").asText());
    assertEquals(2, error.get("traceback").size());
    assertTrue(outputs(2).isEmpty());
    assertTrue(notebook.cells().get(2).number().isEmpty());
    assertEquals(List.of("a", "bad"), cells.ran);
  }

  @Test
  void whatGoesOnBehindTheCellsIsWaitedForAndMayFail() {
    cells.on(
        "begin",
        (out, in) -> {
          cells.behind =
              () -> {
                out.stream(Stream.STDOUT, "late");
                return Cells.failure("RobustaException", "a background run failed");
              };
          return Cells.nothing();
        });
    assertEquals("a background run failed", run("begin", "b").orElseThrow().sentence());
    assertEquals("late", onlyText(0));
  }

  @Test
  void aCellMayBeMeantToFail() {
    cells.on("bad", (out, in) -> Cells.failure("RobustaException", "shown on purpose"));
    notebook = Notebook.read(NotebookFiles.notebook(folder.resolve("study.ipynb"), "bad", "c"));
    ((ObjectNode) notebook.cells().get(0).json().get("metadata"))
        .putArray("tags")
        .add("raises-exception");
    assertTrue(run().isEmpty());
    assertEquals(List.of("bad", "c"), cells.ran);
  }

  @Test
  void metadataAndJsonTypesAreKept() {
    cells.on(
        "picture",
        (out, in) -> {
          out.display(
              new Rendering(Map.of("image/png", "aGk="), Map.of())
                  .with("application/json", Map.of("a", List.of(1, 2)))
                  .describing("image/png", Map.of("width", 32)),
              null);
          return Cells.nothing();
        });
    run("picture");
    assertEquals(32, outputs(0).get(0).at("/metadata/image~1png/width").asInt());
    assertEquals(2, outputs(0).get(0).at("/data/application~1json/a/1").asInt());
  }

  @Test
  void nobodyAnswers() {
    cells.on(
        "ask",
        (out, in) -> {
          String message =
              assertThrows(RobustaException.class, () -> in.read("name? ", false)).getMessage();
          assertTrue(message.contains("'name?'"), message);
          return Cells.nothing();
        });
    assertTrue(run("ask").isEmpty());
  }
}
