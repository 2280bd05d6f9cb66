package robusta.kernel.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Input;
import robusta.kernel.cell.Outcome;
import robusta.run.RobustaException;

/** Runs a notebook's cells from the first to the last, or to one that fails. */
final class NotebookRunner {
  private final Evaluator evaluator;
  private final RunListener listener;

  NotebookRunner(Evaluator evaluator, RunListener listener) {
    this.evaluator = evaluator;
    this.listener = listener;
  }

  /**
   * What ended a run.
   *
   * @param sentence what failed and why
   */
  record Failed(String sentence, Outcome.Failure failure) {
    /** A cell failed; its number as Jupyter would show it, from 1. */
    static Failed cell(int number, Outcome.Failure failure) {
      return new Failed("cell %d failed: %s".formatted(number, failure.sentence()), failure);
    }

    /** Something that cells left in the background failed. */
    static Failed behind(Outcome.Failure failure) {
      return new Failed(failure.sentence(), failure);
    }
  }

  /**
   * Runs the cells and puts what they show below them; what an earlier run left is taken away, also
   * below cells that are not reached. What the cells left in the background has ended then.
   *
   * @return what failed; empty when all went well
   */
  Optional<Failed> run(Notebook notebook) {
    // Jupyter runs no empty cell either, nor counts it.
    List<Cell> cells =
        notebook.cells().stream()
            .filter(cell -> cell.isCode() && !cell.source().isBlank())
            .toList();
    notebook.cells().stream().filter(Cell::isCode).forEach(Cell::clear);
    notebook.describeKernel();
    Collected collected = new Collected(listener);
    List<Collected.OfCell> outputs = new ArrayList<>();
    Failed failed = null;
    int number = 0;
    for (Cell cell : cells) {
      number++;
      listener.began(number, cells.size(), cell.source());
      Collected.OfCell output = collected.new OfCell();
      outputs.add(output);
      Outcome outcome = evaluator.evaluate(cell.source(), output, NotebookRunner::ask);
      output.end(outcome, number);
      if (outcome instanceof Outcome.Failure failure && !cell.mayFail()) {
        failed = Failed.cell(number, failure);
        break;
      }
    }
    if (failed == null && evaluator.awaitBackgrounds() instanceof Outcome.Failure failure) {
      failed = Failed.behind(failure);
    }
    // At the end, since a cell may change what an earlier one displayed.
    for (int i = 0; i < outputs.size(); i++) {
      cells.get(i).ran(i + 1, outputs.get(i).json());
    }
    return Optional.ofNullable(failed);
  }

  /** An {@link Input} where nobody sits. */
  private static String ask(String prompt, boolean password) {
    throw new RobustaException(
        "nobody can answer %sin a notebook that runs by itself; give the value in a cell"
            .formatted(prompt.isBlank() ? "" : "'" + prompt.strip() + "' "));
  }
}
