package robusta.dsl;

import static robusta.dsl.Verb.verb;

import java.util.List;

/** The verbs that are about what a notebook shows. */
final class DisplayVerbs {
  static final Verb DISPLAY =
      verb(
              "display",
              "display(x)",
              "Shows x as show does and gives a handle; its update(y) shows y in the same place.")
          .example("live = display('nothing yet')\nlive.update(html('<b>something</b>'))");

  static final Verb HTML =
      verb("html", "html('<b>text</b>')", "A text that is shown as HTML, script included.")
          .example("html('<b>bold</b>')");

  static final Verb MARKDOWN =
      verb("markdown", "markdown('# Title')", "A text that is shown as Markdown.")
          .example("markdown('Some *emphasis*')");

  static final Verb LATEX =
      verb("latex", "latex('$x^2$')", "A text that is shown as LaTeX: formulas between dollars.")
          .example("latex('$\\\\varepsilon = 0.5$')");

  static final Verb SVG =
      verb("svg", "svg('<svg>...</svg>')", "A text that is shown as the SVG image it describes.")
          .example(
              "svg('<svg width=\"9\" height=\"9\"><circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>')");

  static final Verb IMAGE =
      verb(
              "image",
              "image('cat.png')",
              "An image file, or an image's bytes, shown as it is: PNG, JPEG, GIF or SVG. For images"
                  + " to work with, see images.")
          .example("image('cat.png')");

  static final Verb TABS =
      verb(
              "tabs",
              "tabs(loss: chart, numbers: table)",
              "Values of which one is seen at a time, each under a tab of its argument's name.")
          .example("tabs(accuracy: compare(standard, robust), robust: robust)");

  static final Verb GRID =
      verb("grid", "grid(columns: 2, a, b, c)", "Values side by side, row by row.")
          .option("columns", Kind.count(1), "2", "how many in a row")
          .example("grid(columns: 2, standard, robust)");

  static final Verb CLEAR =
      verb(
              "clearOutput",
              "clearOutput()",
              "Takes away what the cell has shown so far; a terminal keeps it.")
          .option("wait", Kind.flag(), "false", "not before something else is shown")
          .example("clearOutput(wait: true)");

  static final List<Verb> ALL =
      List.of(DISPLAY, CLEAR, HTML, MARKDOWN, LATEX, SVG, IMAGE, TABS, GRID);

  private DisplayVerbs() {}
}
