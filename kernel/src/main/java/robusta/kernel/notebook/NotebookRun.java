package robusta.kernel.notebook;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import robusta.kernel.cell.Evaluator;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/**
 * {@code robusta run NOTEBOOK.ipynb [--out FILE]}.
 *
 * @param notebook the notebook to run
 * @param out where it is written with its outputs; a page of the same name stands beside it
 */
public record NotebookRun(Path notebook, Path out) {
  private static final String ENDING = ".ipynb";

  /** Whether a file is a notebook by its name. */
  public static boolean isNotebook(Path file) {
    return file.toString().endsWith(ENDING);
  }

  /**
   * What the command line asks for. Without {@code --out}, {@code study.ipynb} is left as it is and
   * {@code study.executed.ipynb} is written beside it.
   *
   * @param typed the folder in which the command was typed
   * @throws RobustaException if the arguments are others
   */
  public static NotebookRun of(Path typed, Path notebook, List<String> arguments) {
    Path file = typed.resolve(notebook);
    String name = file.getFileName().toString();
    Path out =
        file.resolveSibling(
            name.substring(0, name.length() - ENDING.length()) + ".executed" + ENDING);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--out=")) {
        out = typed.resolve(argument.substring("--out=".length()));
      } else if (argument.equals("--out") && i + 1 < arguments.size()) {
        out = typed.resolve(arguments.get(++i));
      } else {
        throw new RobustaException(
            "a notebook is run with no argument but --out FILE, not with '" + argument + "'");
      }
    }
    if (!isNotebook(out)) {
      throw new RobustaException(
          "--out names the notebook to write, which ends with .ipynb, not '" + out + "'");
    }
    return new NotebookRun(file, out);
  }

  /**
   * Runs the notebook and writes what was reached, also when a cell fails.
   *
   * @param evaluator what runs the cells; not closed here
   * @param output where the cells' prints go
   * @param messages where the course of the run is told
   * @param columns the width of the terminal that {@code messages} is; 0 when it is none
   * @throws RobustaException if a cell fails
   * @throws CancelledException if it was interrupted
   */
  public void execute(Evaluator evaluator, PrintStream output, PrintStream messages, int columns) {
    Notebook content = Notebook.read(notebook);
    checkWritable();
    TerminalListener listener = new TerminalListener(output, messages, columns);
    Optional<NotebookRunner.Failed> failed;
    try {
      failed = new NotebookRunner(evaluator, listener).run(content);
    } finally {
      listener.erase();
    }
    String name = out.getFileName().toString();
    String stem = name.substring(0, name.length() - ENDING.length());
    Path page = out.resolveSibling(stem + ".html");
    content.write(out);
    NotebookPage.write(content, stem, notebook.toAbsolutePath().getParent(), page);
    messages.println("wrote %s and %s".formatted(out, page.getFileName()));
    if (failed.isPresent()) {
      fail(failed.get(), messages);
    }
  }

  /** A run may take hours; that nothing can come of it is better told before. */
  private void checkWritable() {
    Path folder = out.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RobustaException(out + " cannot be written: there can be no folder " + folder, e);
    }
    if (Files.isDirectory(out)) {
      throw new RobustaException(out + " cannot be written: it is a folder");
    }
    if (!Files.isWritable(folder)) {
      throw new RobustaException(
          out + " cannot be written: nothing may be written in the folder " + folder);
    }
  }

  private static void fail(NotebookRunner.Failed failed, PrintStream messages) {
    if (failed.failure().name().equals("Interrupted")) {
      throw new CancelledException();
    }
    List<String> lines = failed.failure().traceback();
    if (lines.size() > 1) {
      lines.forEach(messages::println);
    }
    throw new RobustaException(failed.sentence());
  }
}
