package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo(1,",
        "foo('a' ",
        "foo((1)",
        "def f = { x ->",
        "[1,\n 2",
        "x = [a: 1,",
        "'''a (text",
        "\"\"\"a text ${x}",
        "1 +",
        "x = ",
        "foo.",
        "foo(1) {\n println 1",
        "if (x) {",
        "if (x)",
        "for (i in 1..2)",
        "class A {",
        "/* a comment (",
        "foo bar,",
        "sweep(eps: [0, 1]) { p ->\n  // a bracket )\n",
        "x = ')' + ("
      })
  void moreLinesAreNeeded(String source) {
    assertTrue(Syntax.incomplete(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 + 1",
        "invert(target).from(source)",
        "foo { it }",
        "x = '('",
        "x = \"${a[0]}\"",
        "x = /a(b/",
        "// (",
        "help invert",
        "foo(1) {\n println 1\n}",
        "'''a\ntext'''"
      })
  void wholeSentences(String source) {
    assertFalse(Syntax.incomplete(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo)", "foo((1) ]", "'abc", "x = \"abc", "def 3x", "else", "1 +\n"})
  void mistakesThatNoFurtherLineMends(String source) {
    assertFalse(Syntax.incomplete(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x = 3", "def x = 3", "1 + 1\nx += 2", "(a, b) = [1, 2]", "x.y = 3"})
  void namesGiven(String source) {
    assertTrue(Syntax.assigns(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "x == 3", "x = 3\nx", "f(a: 3)", "f { x = 3 }", "x = (", "x[0]"})
  void valuesAskedFor(String source) {
    assertFalse(Syntax.assigns(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'x = 1' | Complete[]",
        "'%time x' | Complete[]",
        "'if (x) {' | Incomplete[indent=  ]",
        "'  if (x) {' | Incomplete[indent=    ]",
        "'if (x) {#  y = 1' | Incomplete[indent=  ]",
        "'x = [1,' | Incomplete[indent=  ]",
        "'x = 1 +' | Incomplete[indent=]",
        "'x = )' | Invalid[]",
      })
  void howTheNextLineBegins(String source, String completeness) {
    assertEquals(completeness, Syntax.completeness(source.replace('#', '\n')).toString());
  }

  @Test
  void nothingIsFetchedToLookAtAText() {
    assertFalse(Syntax.assigns("@Grab('no.such:thing:1')\nimport no.such.Thing\nnew Thing()"));
  }
}
