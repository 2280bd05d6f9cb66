package robusta.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import robusta.display.Grid;
import robusta.display.Media;
import robusta.display.Rendering;
import robusta.display.Tabs;
import robusta.run.RobustaException;

/** The verbs that show, save and report. */
public interface DisplaySession {

  /** What the sentences share. */
  Workbench workbench();

  /** Shows values: a table as a table, a sentence or images as a figure. */
  default void show(Object... values) {
    for (Object value : values) {
      workbench().showing().show(value);
    }
  }

  /**
   * Shows a value and gives a handle, whose {@code update} shows another one in its place.
   *
   * @return the handle
   */
  default Handle display(Object value) {
    return new Handle(workbench().showing().place(value));
  }

  /** Takes away what the cell has shown so far. */
  default void clearOutput() {
    clearOutput(Map.of());
  }

  /** Takes away what the cell has shown so far. */
  default void clearOutput(
      @NamedParam(value = "wait", type = Boolean.class) Map<String, ?> options) {
    workbench().display().clear(DisplayVerbs.CLEAR.check(options).flag("wait", false));
  }

  /** A text that is shown as HTML. */
  default Rendering html(String text) {
    return Media.html(text);
  }

  /** A text that is shown as Markdown. */
  default Rendering markdown(String text) {
    return Media.markdown(text);
  }

  /** A text that is shown as LaTeX. */
  default Rendering latex(String text) {
    return Media.latex(text);
  }

  /** A text that is shown as the SVG image it describes. */
  default Rendering svg(String text) {
    return Media.svg(text);
  }

  /** An image as it is, from a file or from bytes; {@link #images} reads those for networks. */
  default Rendering image(Object source) {
    return source instanceof byte[] bytes
        ? Media.image(bytes, "this")
        : Media.image(workbench().find(Kind.file("image", source)));
  }

  /** Values under tabs, named by the arguments. */
  default Tabs tabs(Map<String, ?> values) {
    if (values.isEmpty()) {
      throw new RobustaException(
          "tabs needs named values, as in tabs(loss: chart, numbers: table)");
    }
    return new Tabs(new LinkedHashMap<>(values));
  }

  /** Values side by side, row by row. */
  default Grid grid(
      @NamedParam(value = "columns", type = Integer.class) Map<String, ?> options,
      Object... values) {
    if (values.length == 0) {
      throw new RobustaException("grid needs values, as in grid(columns: 2, a, b, c)");
    }
    return new Grid(DisplayVerbs.GRID.check(options).count("columns", 2), Arrays.asList(values));
  }

  /** Values side by side, two in a row. */
  default Grid grid(Object... values) {
    return grid(Map.of(), values);
  }

  /**
   * Saves a value in the format that the file's name asks for.
   *
   * @return the path
   */
  default Path save(Object value, Object file) {
    return workbench().showing().save(value, Kind.file("save", file));
  }

  /** Begins a report, which {@code save} writes. */
  default ReportPage report(String title) {
    return new ReportPage(workbench(), title);
  }

  /**
   * Writes a report of what the closure tells, and says where.
   *
   * @return the path
   */
  default Path report(
      @NamedParam(value = "file", type = String.class) Map<String, ?> options,
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    Arguments given = Verbs.REPORT.check(options);
    ReportPage page = report(title);
    Closure<?> own = (Closure<?>) body.clone();
    own.setDelegate(page);
    own.setResolveStrategy(Closure.DELEGATE_FIRST);
    own.call();
    return workbench().showing().save(page, given.path("file").orElse(Path.of("report.html")));
  }

  /** Writes a report to {@code report.html}. */
  default Path report(
      String title,
      @DelegatesTo(value = ReportPage.class, strategy = Closure.DELEGATE_FIRST) Closure<?> body) {
    return report(Map.of(), title, body);
  }
}
