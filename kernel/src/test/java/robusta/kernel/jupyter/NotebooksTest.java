package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.zoo.Zoo;

/** Every notebook of the repository, executed by Jupyter's own nbconvert. */
@Tag("jupyter")
class NotebooksTest {
  @TempDir Path folder;

  static List<Path> brief() throws IOException {
    return notebooks().filter(NotebooksTest::isBrief).toList();
  }

  static List<Path> experiments() throws IOException {
    return notebooks().filter(notebook -> !isBrief(notebook)).toList();
  }

  /** The tour takes seconds; every other notebook is an experiment, which takes minutes. */
  private static boolean isBrief(Path notebook) {
    return notebook.getFileName().toString().startsWith("00");
  }

  private static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("brief")
  void runsUnderNbconvert(Path notebook) throws Exception {
    run(notebook);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("experiments")
  void experimentRunsUnderNbconvert(Path notebook) throws Exception {
    Matcher named = Pattern.compile("pretrained\\('([^']+)'").matcher(Files.readString(notebook));
    while (named.find()) {
      assumeTrue(
          Zoo.shipped().names().contains(named.group(1)),
          notebook + " needs the network " + named.group(1) + ", which is not shipped yet");
    }
    run(notebook);
  }

  private void run(Path notebook) throws Exception {
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
