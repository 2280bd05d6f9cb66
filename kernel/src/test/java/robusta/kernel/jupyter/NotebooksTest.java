package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook of the repository, executed by Jupyter's own nbconvert. */
@Tag("jupyter")
class NotebooksTest {
  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runsUnderNbconvert(Path notebook) throws Exception {
    TestJupyter jupyter = new TestJupyter(folder);
    jupyter.require("nbconvert, nbclient", "python3-nbconvert");
    jupyter.writeKernelspec("robusta");
    Path copy = folder.resolve(notebook.getFileName());
    Files.copy(notebook, copy);
    String said =
        jupyter.python(
            "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", copy.toString());
    assertTrue(said.strip().matches("(?s).*Writing \\d+ bytes to [^\\n]*"), said);
  }
}
