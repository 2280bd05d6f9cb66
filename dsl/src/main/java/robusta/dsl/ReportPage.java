package robusta.dsl;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.display.Fragments;
import robusta.display.OutputCell;
import robusta.display.Renderers;
import robusta.display.Rendering;
import robusta.engine.Recipes;
import robusta.figure.Figure;
import robusta.figure.Figures;
import robusta.figure.Report;
import robusta.run.Machine;
import robusta.train.History;
import robusta.train.TrainingResult;
import tech.tablesaw.api.Table;

/**
 * One HTML file with what a script wants to tell, under headings, and at its end how it was made.
 * Inside {@code report('title') { ... }} its methods are at hand: {@code section}, {@code text},
 * {@code show}, {@code settings}.
 */
public final class ReportPage {
  /** Parts of one value that are shown one below the other, as elsewhere. */
  private static final int MOST_PARTS = 20;

  /** Values within each other that are taken apart. */
  private static final int DEEPEST = 5;

  private final Workbench bench;
  private final Report report;

  ReportPage(Workbench bench, String title) {
    this.bench = bench;
    this.report = Report.titled(title).date(LocalDate.now(ZoneId.systemDefault()));
  }

  /** Begins a section. */
  public ReportPage section(String heading) {
    report.section(heading);
    return this;
  }

  /** Adds text; an empty line begins another paragraph. */
  public ReportPage text(String text) {
    report.text(text);
    return this;
  }

  /** Adds what sentences gave, tables, figures, images, texts, or whatever else can be shown. */
  public ReportPage show(Object... values) {
    // Groovy's show(null) hands over no array.
    for (Object value : values == null ? new Object[1] : values) {
      show(value, 0);
    }
    return this;
  }

  private void show(Object value, int depth) {
    Object look = Showing.look(value);
    Collection<?> parts = parts(look);
    if (look instanceof Figure figure) {
      report.figure(figure);
    } else if (look instanceof Table table) {
      report.table(table);
    } else if (depth < DEEPEST && !parts.stream().allMatch(ReportPage::simple)) {
      parts.stream().limit(MOST_PARTS).forEach(part -> show(part, depth + 1));
      if (parts.size() > MOST_PARTS) {
        report.text("and %,d more".formatted(parts.size() - MOST_PARTS));
      }
    } else if (look instanceof CharSequence) {
      report.text(look.toString());
    } else {
      rendered(look);
    }
  }

  /** The parts that have a look of their own here; a training's are its curves and numbers. */
  private static Collection<?> parts(Object value) {
    return value instanceof TrainingResult result
        ? List.of(Figures.of(result), result.table())
        : value instanceof History history
            ? List.of(Figures.of(history), history.table())
            : Showing.parts(value);
  }

  /** What a list shows in one line. */
  private static boolean simple(Object value) {
    return value == null
        || value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean;
  }

  private void rendered(Object value) {
    Rendering rendering =
        value == null ? Rendering.text("null") : Renderers.render(value).orElse(OutputCell.HIDDEN);
    String fragment = Fragments.still(rendering);
    if (fragment.isEmpty()) {
      report.text(rendering.plain());
    } else {
      report.fragment(fragment);
    }
  }

  /** Adds settings of the run, which stand at the end. */
  public ReportPage settings(Map<String, ?> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    report.settings(texts);
    return this;
  }

  /** Writes the file. */
  Path write(Path file) {
    return finished().write(file);
  }

  /** The report with how it was made. */
  Report finished() {
    return report
        .seed(bench.seed())
        .duration(bench.elapsed())
        .versions(Recipes.versions(bench.engine()))
        .machine(Machine.current());
  }
}
