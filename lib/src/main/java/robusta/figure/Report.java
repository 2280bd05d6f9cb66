package robusta.figure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import robusta.run.AtomicFile;
import robusta.run.Machine;
import robusta.run.Recipe;
import tech.tablesaw.api.Table;

/**
 * An account of some work in one HTML file that needs nothing else: no network, no script. Sections
 * appear in the order in which they were added; facts about the run stand at the end.
 *
 * <pre>{@code
 * Report.titled("Standard against robust")
 *     .date(LocalDate.now())
 *     .section("Accuracy").table(table).figure(Figures.of(evaluation))
 *     .seed(1).settings(settings).versions(versions).machine(Machine.current())
 *     .duration(elapsed)
 *     .write(Path.of("out/report.html"));
 * }</pre>
 */
public final class Report {
  private final String title;
  private String date = "";
  private final StringBuilder content = new StringBuilder();
  private boolean inSection;
  private final Map<String, String> run = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> machine = new LinkedHashMap<>();

  private Report(String title) {
    this.title = title;
  }

  /** Begins a report. */
  public static Report titled(String title) {
    return new Report(title);
  }

  /** The day that stands under the title; none unless given. */
  public Report date(LocalDate day) {
    date = day.toString();
    return this;
  }

  /** The seed of the run. */
  public Report seed(long seed) {
    run.put("seed", Long.toString(seed));
    return this;
  }

  /** How long the run took. */
  public Report duration(Duration duration) {
    run.put("duration", humane(duration));
    return this;
  }

  /** Settings of the run, in the order a reader wants them. */
  public Report settings(Map<String, String> names) {
    settings.putAll(names);
    return this;
  }

  /** Names and versions of software. */
  public Report versions(Map<String, String> names) {
    versions.putAll(names);
    return this;
  }

  /** The computer that the run was on. */
  public Report machine(Machine computer) {
    machine.putAll(computer.describe());
    return this;
  }

  /** Begins a section. */
  public Report section(String heading) {
    endSection();
    content.append("<section>\n<h2>%s</h2>\n".formatted(Html.escape(heading)));
    inSection = true;
    return this;
  }

  /** Adds text; an empty line begins another paragraph. */
  public Report text(String text) {
    for (String paragraph : text.split("\\R\\s*\\R")) {
      if (!paragraph.isBlank()) {
        content.append("<p>%s</p>\n".formatted(Html.escape(paragraph.strip())));
      }
    }
    return this;
  }

  /** Adds a piece of HTML as it is. */
  public Report fragment(String html) {
    content.append("<div class=\"wide\">\n%s\n</div>\n".formatted(html));
    return this;
  }

  /** Adds a table. */
  public Report table(Table table) {
    content.append("<div class=\"wide\">\n%s</div>\n".formatted(Tables.html(table)));
    return this;
  }

  /** Adds a figure with its recipes; a table stays one. */
  public Report figure(Figure figure) {
    content.append("<figure>\n");
    if (figure instanceof TableFigure table) {
      content.append(
          "<div class=\"wide\">\n%s</div>\n<figcaption>%s</figcaption>\n"
              .formatted(
                  Tables.html(table.table()),
                  Html.escape((table.title() + ". " + table.note()).strip())));
    } else {
      content.append(picture(figure));
    }
    for (Recipe recipe : figure.recipes()) {
      content.append(
          "<details><summary>Recipe: %s</summary><pre>%s</pre></details>\n"
              .formatted(
                  Html.escape((recipe.verb() + " " + recipe.model()).strip()),
                  Html.escape(RecipeJson.pretty(recipe))));
    }
    content.append("</figure>\n");
    return this;
  }

  private static String picture(Figure figure) {
    byte[] png = Png.bytes(figure);
    // A PNG file's width is its fifth to eighth byte after the signature and a chunk's length.
    int pixels = java.nio.ByteBuffer.wrap(png).getInt(16);
    return "<div class=\"wide\"><img src=\"data:image/png;base64,%s\" alt=\"%s\" width=\"%s\"/></div>\n"
        .formatted(
            Base64.getEncoder().encodeToString(png),
            Html.escape(figure.description()),
            pixels / Figure.DENSITY);
  }

  /** The whole file. */
  public String html() {
    StringBuilder facts = new StringBuilder();
    facts(facts, "Run", run);
    facts(facts, "Settings", settings);
    facts(facts, "Versions", versions);
    facts(facts, "Machine", machine);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="generator" content="Robusta"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s%s%s%s</main>
        </body>
        </html>
        """
        .formatted(
            Html.escape(title),
            STYLE,
            Html.escape(title),
            date.isEmpty() ? "" : "<p class=\"date\">%s</p>\n".formatted(Html.escape(date)),
            content,
            inSection ? "</section>\n" : "",
            facts.isEmpty()
                ? ""
                : "<section>\n<h2>How it was made</h2>\n%s</section>\n".formatted(facts));
  }

  /**
   * Writes the file, atomically.
   *
   * @return the path
   * @throws robusta.run.RobustaException if it can't be written
   */
  public Path write(Path path) {
    byte[] bytes = html().getBytes(StandardCharsets.UTF_8);
    return AtomicFile.write(path, out -> out.write(bytes));
  }

  private void endSection() {
    if (inSection) {
      content.append("</section>\n");
      inSection = false;
    }
  }

  private static void facts(StringBuilder out, String heading, Map<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    out.append("<h3>%s</h3>\n<dl>\n".formatted(heading));
    facts.forEach(
        (name, value) ->
            out.append(
                "<dt>%s</dt><dd>%s</dd>\n".formatted(Html.escape(name), Html.escape(value))));
    out.append("</dl>\n");
  }

  private static String humane(Duration duration) {
    if (duration.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c1c1e; --faint: #5c5c66; --rule: #d9d9df;
        --paper: #ffffff; --panel: #f5f5f7; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e8e8ea; --faint: #a4a4ae; --rule: #3c3c44; --paper: #17171a;
          --panel: #212126; }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
      main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.1rem 4rem; }
      h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
      h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-top: .75rem;
        border-top: 1px solid var(--rule); }
      h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
      p { max-width: 46rem; margin: .6rem 0; }
      .date, figcaption { color: var(--faint); }
      figure { margin: 1.25rem 0 1.75rem; }
      figcaption { font-size: .9rem; margin-top: .35rem; }
      .wide { overflow-x: auto; }
      img { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .75rem 0;
        border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); }
      th, td { padding: .3rem .9rem; text-align: left; white-space: nowrap; }
      thead th { border-bottom: 1px solid var(--ink); }
      tbody tr:nth-child(even) { background: var(--panel); }
      dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1.2rem;
        margin: 0; }
      dt { color: var(--faint); }
      dd { margin: 0; overflow-wrap: anywhere; }
      details { font-size: .85rem; color: var(--faint); margin-top: .3rem; }
      pre { overflow-x: auto; background: var(--panel); padding: .7rem .9rem; border-radius: 6px; }
      @media print { .wide { overflow: visible; } details { display: none; } }
      """;
}
