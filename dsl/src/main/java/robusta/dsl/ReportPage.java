package robusta.dsl;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import robusta.engine.Recipes;
import robusta.figure.Figure;
import robusta.figure.Report;
import robusta.run.Machine;
import tech.tablesaw.api.Table;

/**
 * One HTML file with what a script wants to tell, under headings, and at its end how it was made.
 * Inside {@code report('title') { ... }} its methods are at hand: {@code section}, {@code text},
 * {@code show}, {@code settings}.
 */
public final class ReportPage {
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

  /** Adds what sentences gave, tables, figures, images or texts. */
  public ReportPage show(Object... values) {
    for (Object value : values) {
      Object look = Showing.look(value);
      if (look instanceof Figure figure) {
        report.figure(figure);
      } else if (look instanceof Table table) {
        report.table(table);
      } else {
        report.text(String.valueOf(look));
      }
    }
    return this;
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
