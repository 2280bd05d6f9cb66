package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one cell leaves to the next, what it shows and how it fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CellsTest {
  private Notebook notebook;

  @BeforeAll
  void open() {
    notebook = new Notebook();
  }

  @AfterAll
  void close() {
    notebook.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "def a = 2 | a | 2",
        "int a = 3.7 | a | 3",
        "int a | a | 0",
        "boolean a | a | false",
        "double a = 3 | a.class | class java.lang.Double",
        "float[] a = [1, 2] | a.class.simpleName + a.length | float[]2",
        "Set a = [1, 1] | a | [1]",
        "String name = 'b'; String a = \"a${name}\" | a.class | class java.lang.String",
        "final a = 4 | a | 4",
        "var a = 5 | a | 5",
        "def (a, b) = [6, 7] | a + b | 13",
        "def (int a, String b) = [6.9, 7] | a + b | 67",
        "@groovy.transform.Field int a = 8 | a | 8",
        "def f(x) { x * 2 } | f(4) | 8",
        "int f(int x) { x }; String f(String x) { x } | f(4) + f('b') | 4b",
        "def f(x, y = 3) { x + y } | f(4) | 7",
        "def g() { g2() + 1 }; def g2() { 1 } | g() | 2",
        "class A { int x } | new A(x: 3).x | 3",
        "enum E1 { ONE, TWO } | E1.TWO.ordinal() | 1",
        "interface I { int x() } | ({ -> 5 } as I).x() | 5",
        "record R(int x, int y) { } | new R(1, 2).y() | 2",
        "record R2(int x) { } | new R2(1) | R2[x=1]",
        "trait T { int x() { 6 } } | new Object().withTraits(T).x() | 6",
        "class B { class C { int x = 2 }; static int s = 3 } | B.s | 3",
        "class D { int x }; d = new D(x: 1) | D e = d; [e].collect { D it -> it.x } | [1]",
        "import java.time.Year | Year.of(2000).leap | true",
        "import java.time.Month as M | M.MAY | MAY",
        "import java.util.concurrent.* | TimeUnit.DAYS | DAYS",
        "import static java.lang.Integer.parseInt | parseInt('12') | 12",
        "import static java.lang.Integer.parseInt as number | number('12') | 12",
        "import static java.util.Collections.* | nCopies(2, 3) | [3, 3]",
        "import java.time.Instant; class K { Instant x } | new K().x == null && Instant.EPOCH | true",
      })
  void whatOneCellLeavesToTheNext(String first, String second, String value) {
    assertTrue(notebook.run(first) instanceof Outcome.Value, () -> notebook.run(first).toString());
    assertEquals(value, notebook.value(second));
  }

  @Test
  void redefinedMethodsAndClassesAreTheNewOnes() {
    notebook.run("def again() { 1 }\nclass Again { int x() { 1 } }\nold = new Again()");
    notebook.run("def again() { 2 }\nclass Again { int x() { 2 }\n int y() { 3 } }");
    assertEquals(
        "[2, 2, 3, 1]", notebook.value("[again(), new Again().x(), new Again().y(), old.x()]"));
    assertEquals(
        "[2, 1]", notebook.value("def use(Again it) { it.x() }\n[use(new Again()), old.x()]"));
  }

  @Test
  void importsAreKeptOnce() {
    try (Notebook fresh = new Notebook()) {
      for (int i = 0; i < 5; i++) {
        fresh.run(
            "import java.time.Year\nimport java.util.concurrent.*\nimport static java.lang.Integer.parseInt\n"
                + i);
      }
      assertEquals(
          List.of(
              "import java.time.Year",
              "import java.util.concurrent.*",
              "import static java.lang.Integer.parseInt"),
          fresh.evaluator.language().imports());
      fresh.run("import java.sql.Date as Year");
      assertEquals("java.sql.Date", fresh.value("Year.name"));
      fresh.run("class Year { }");
      assertEquals("Year", fresh.value("Year.name"));
      fresh.failure("import no.such.Thing");
      assertEquals("3", fresh.value("1 + 2"));
      fresh.evaluator.language().addImport("java.time.Month as M");
      assertEquals("MAY", fresh.value("M.MAY"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 1 | 2",
        "'text' | text",
        "null | ``",
        "x = 3 | ``",
        "def x = 3 | ``",
        "x = 3; x | 3",
        "println 'a' | ``",
        "class Shown { } | ``",
        "import java.time.Year | ``",
        "// nothing | ``",
        "def shown() { 3 } | ``",
        "`` | ``",
      })
  void theLastValueIsShown(String code, String shown) {
    assertEquals(shown, notebook.value(code));
  }

  @Test
  void whatWasMissingIsFoundWhenItIsThere(@TempDir Path folder) throws Exception {
    notebook.failure("new LateComer()");
    notebook.run("class LateComer { int x = 1 }");
    assertEquals("1", notebook.value("new LateComer().x"));
    Path java = Files.writeString(folder.resolve("Guest.java"), "public class Guest { }");
    notebook.failure("new Guest().class.name");
    ToolProvider.getSystemJavaCompiler().run(null, null, null, java.toString());
    notebook.evaluator.language().addToClassPath(folder.toUri().toURL());
    assertEquals("Guest", notebook.value("new Guest().class.name"));
  }

  @Test
  void anExpressionLeavesNoTrace() {
    notebook.run("kept = 1");
    Outcome outcome = notebook.evaluator.express("kept = 2; other = 3; kept + other");
    assertTrue(outcome.toString().contains("text/plain=5"), outcome.toString());
    assertEquals("1", notebook.value("kept"));
    notebook.failure("other");
    assertTrue(notebook.evaluator.express("nothing.there") instanceof Outcome.Failure);
  }

  @Test
  void aCompilationErrorPointsAtItsPlace() {
    Outcome.Failure failure = notebook.failure("x = 1\ny = foo(x,\n");
    assertEquals("CompilationError", failure.name());
    assertTrue(failure.sentence().startsWith("line 2: "), failure.sentence());
    assertEquals("y = foo(x,", failure.traceback().get(1).strip());
    assertEquals(failure.traceback().get(1).indexOf('('), failure.traceback().get(2).indexOf('^'));
    Outcome.Failure unknown = notebook.failure("int x = 3\nnew Unheard()");
    assertTrue(
        unknown.sentence().startsWith("line 2: unable to resolve class Unheard"),
        unknown.sentence());
    assertTrue(unknown.traceback().get(2).strip().equals("^"), unknown.toString());
  }

  @Test
  void anExceptionShowsTheUsersOwnLines() {
    notebook.run("def third(list) {\n  list.get(2)\n}");
    int defined = notebook.evaluator.language().cells();
    Outcome.Failure failure = notebook.failure("x = 1\n[1].each {\n  third([it])\n}");
    int here = notebook.evaluator.language().cells();
    assertEquals("IndexOutOfBoundsException", failure.name());
    assertEquals(
        List.of(
            "cell %d line 2: IndexOutOfBoundsException: Index 2 out of bounds for length 1"
                .formatted(defined),
            "    list.get(2)",
            "  called at cell %d line 3: third([it])".formatted(here),
            "  called at cell %d line 2: [1].each {".formatted(here)),
        failure.traceback());
  }

  @Test
  void theCauseIsTold() {
    Outcome.Failure failure =
        notebook.failure(
            "try { new File('/no/such').text } catch (e) { throw new IllegalStateException('lost', e) }");
    assertEquals("line 1: IllegalStateException: lost", failure.sentence());
    assertTrue(
        failure
            .traceback()
            .get(2)
            .startsWith("  caused by java.io.FileNotFoundException: /no/such"),
        failure.toString());
  }

  @Test
  void aMistakeInTheLanguageIsOneSentence() {
    Outcome.Failure failure = notebook.failure("x = 1\nhelp 'invret'");
    assertEquals("RobustaException", failure.name());
    assertEquals(
        List.of("line 2: there is no verb 'invret'; did you mean 'invert'?"), failure.traceback());
  }

  @Test
  void anAssertionDrawsItsValues() {
    Outcome.Failure failure = notebook.failure("x = 2\nassert x == 3");
    assertEquals("PowerAssertionError", failure.name());
    assertEquals("line 2: the assertion does not hold: x == 3", failure.sentence());
    assertTrue(failure.traceback().contains("assert x == 3"), failure.toString());
    assertTrue(failure.traceback().contains("       | |"), failure.toString());
    assertEquals(
        "line 1: the assertion does not hold: too small. Expression: false",
        notebook.failure("assert false : 'too small'").sentence());
  }

  @Test
  void errorsOfTheMachineLeaveTheSessionAlive() {
    notebook.run("survivor = 7");
    Outcome.Failure deep = notebook.failure("def deeper(x) { deeper(x + 1) }\ndeeper(0)");
    assertEquals("StackOverflowError", deep.name());
    assertTrue(deep.sentence().contains("the calls go too deep"), deep.sentence());
    Outcome.Failure full = notebook.failure("new long[Integer.MAX_VALUE - 8]");
    assertEquals("OutOfMemoryError", full.name());
    assertTrue(full.sentence().contains("the memory is not enough"), full.sentence());
    assertEquals("7", notebook.value("survivor"));
  }

  @Test
  void magicsStandAboveGroovy() {
    assertEquals("3", notebook.value("%import java.time.Duration\nDuration.ofSeconds(3).seconds"));
    notebook.run("%time counted = 5");
    assertEquals("5", notebook.value("counted"));
    assertEquals(
        "there is no magic %tiem; did you mean %time?", notebook.failure("%tiem 1").sentence());
  }
}
