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
  /** Where a notebook says which file its network is in, relative to the notebook. */
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint *= '([^']+)'");

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
    String text = Files.readString(notebook);
    Matcher named = Pattern.compile("pretrained\\('([^']+)'").matcher(text);
    while (named.find()) {
      assumeTrue(
          Zoo.shipped().names().contains(named.group(1)),
          notebook + " needs the network " + named.group(1) + ", which is not shipped yet");
    }
    Matcher file = CHECKPOINT.matcher(text);
    if (file.find()) {
      assumeTrue(
          Files.exists(notebook.resolveSibling(file.group(1))),
          notebook + " needs the network " + file.group(1) + ", which examples/training makes");
    }
    run(notebook);
  }

  private void run(Path notebook) throws Exception {
    TestJupyter jupyter = new TestJupyter(folder);
    jupyter.require("nbconvert, nbclient", "python3-nbconvert");
    jupyter.writeKernelspec("robusta");
    Path copy = folder.resolve(notebook.getFileName());
    // The copy lies elsewhere, so the checkpoint gets its whole name.
    Matcher checkpoint = CHECKPOINT.matcher(Files.readString(notebook));
    Files.writeString(
        copy,
        checkpoint.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "checkpoint = '%s'"
                        .formatted(
                            notebook
                                .resolveSibling(found.group(1))
                                .toAbsolutePath()
                                .normalize()))));
    String said =
        jupyter.python(
            "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", copy.toString());
    assertTrue(said.strip().matches("(?s).*Writing \\d+ bytes to [^\\n]*"), said);
  }
}
