package robusta.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.junit.jupiter.api.Test;
import robusta.display.Rendering;
import robusta.dsl.Completion;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

class MagicsTest {
  private final FakeSession session = new FakeSession();

  private String refused(String cell) {
    return assertThrows(RobustaException.class, () -> session.run(cell)).getMessage();
  }

  /** Made known in a test by its name. */
  public static final class Shout implements Magic {
    @Override
    public String name() {
      return "shout";
    }

    @Override
    public Set<Form> forms() {
      return Set.of(Form.LINE);
    }

    @Override
    public List<String> usage() {
      return List.of("%shout TEXT");
    }

    @Override
    public String meaning() {
      return "says it louder";
    }

    @Override
    public Object run(MagicCall call, MagicContext context) {
      return call.argument() + "!";
    }
  }

  @Test
  void anUnknownMagicIsAnsweredWithTheNearest() {
    assertEquals(
        "there is no magic %claspath; did you mean %classpath?", refused("%claspath add jar x"));
    assertEquals("there is no magic %%bahs; did you mean %%bash?", refused("%%bahs\nls"));
    assertEquals("there is no magic %xyzzy; %lsmagic lists those there are", refused("%xyzzy"));
    assertEquals(
        "%%import is written %import a.b.C or %import static a.b.C.*", refused("%%import\na"));
  }

  @Test
  void lsmagicListsAll() {
    session.run("%lsmagic");
    for (Magic magic : new Magics().all()) {
      assertTrue(
          session.out.toString().contains("\n" + magic.name() + ":")
              || session.out.toString().startsWith(magic.name() + ":"),
          magic.name());
      magic.usage().forEach(usage -> assertTrue(usage.startsWith("%"), usage));
    }
  }

  @Test
  void ownMagicsAreLoaded() {
    session.run("%load_magic " + Shout.class.getName());
    assertEquals("hey!", session.run("%shout hey"));
    assertTrue(refused("%load_magic java.util.ArrayList").contains("is no magic"));
    assertTrue(refused("%load_magic x()").contains("is written %load_magic"));
  }

  @Test
  void timeRunsTheCodeInTheSession() {
    assertEquals(42, session.run("%time x = 6 * 7"));
    assertEquals(42, session.run("x"));
    assertEquals(3, session.run("%%time\ny = 1\ny + 2"));
    assertTrue(
        session.out.toString().matches("(CPU time: [\\d.]+ \\S+, wall time: [\\d.]+ \\S+\n){2}"),
        session.out.toString());
    assertTrue(refused("%time").contains("nothing to time"));
  }

  @Test
  void timeitRunsTheCodeAsOftenAsAsked() {
    session.run("n = 0");
    assertNull(session.run("%timeit -n 5 -r 3 n++"));
    assertEquals(15, session.run("n"));
    assertTrue(session.out.toString().contains("3 runs, 5 loops each"), session.out.toString());
    session.run("%%timeit -r1 -n2\n// a comment\nn++ // the last");
    assertEquals(17, session.run("n"));
    assertTrue(refused("%timeit -n x 1").contains("not 'x'"));
    assertTrue(refused("%timeit -n 5").contains("nothing to time"));
  }

  @Test
  void timeitChoosesHowOften() {
    session.run("%timeit -r 2 1 + 1");
    assertTrue(
        session.out.toString().matches("[\\d.]+ \\S+ \u00b1 .* of 2 runs, 1[0,]*0 loops each.\n"),
        session.out.toString());
  }

  @Test
  void durationsHaveTheirUnit() {
    assertEquals("0.00 ns", Timing.duration(0));
    assertEquals("12.3 \u00b5s", Timing.duration(12_345));
    assertEquals("123 ms", Timing.duration(123_456_789));
    assertEquals("2 min 05 s", Timing.duration(125e9));
    assertEquals(
        "1.50 ms \u00b1 500 \u00b5s per loop (mean \u00b1 standard deviation of 2 runs, 10 loops each)",
        new Timing(10, new long[] {10_000_000, 20_000_000}).toString());
  }

  @Test
  void mistakesKeepTheirLine() {
    for (String cell :
        List.of("%import a.b.C\n%time 1 +* 2", "\n%%time\n1 +* 2", "%timeit 1\n1 +* 2")) {
      FakeSession fresh = new FakeSession();
      if (cell.startsWith("%import")) {
        cell = cell.replace("a.b.C", "java.time.LocalDate");
      }
      String code = cell;
      MultipleCompilationErrorsException errors =
          assertThrows(MultipleCompilationErrorsException.class, () -> fresh.run(code));
      SyntaxErrorMessage error = (SyntaxErrorMessage) errors.getErrorCollector().getError(0);
      int expected = (int) code.substring(0, code.indexOf("+*")).lines().count();
      assertEquals(expected, error.getCause().getStartLine(), code);
    }
  }

  @Test
  void importIsACellWithAnImport() {
    session.run("%import static java.lang.Math.*;\n%import java.time.LocalDate as Day\n7");
    assertEquals(
        List.of("import static java.lang.Math.*", "\nimport java.time.LocalDate as Day", "\n\n7"),
        session.evaluated);
    assertTrue(refused("%import").contains("is written"));
    assertTrue(refused("%import a; evil()").contains("is written"));
  }

  @Test
  void textsAreShownInTheirFormat() {
    session.run("%%html\n<b>x</b>\n");
    session.run("%markdown *x*");
    session.run("%%js\nalert(1)");
    assertEquals("<b>x</b>\n", session.displayed.get(0).data().get(Rendering.HTML));
    assertEquals("*x*", session.displayed.get(1).plain());
    assertEquals("alert(1)", session.displayed.get(2).data().get(Rendering.JAVASCRIPT));
    assertTrue(refused("%%latex\n \n").contains("nothing to show"));
    assertTrue(refused("%%html <b>x</b>\ny").contains("takes nothing behind it"));
  }

  @Test
  void namesOfMagicsComplete() {
    Magics magics = new Magics();
    List<Completion> found = magics.complete("%import a.B\n %tim", 17);
    assertEquals(List.of("%time", "%timeit"), found.stream().map(Completion::text).toList());
    assertEquals(13, found.get(0).from());
    assertEquals(17, found.get(0).to());
    assertEquals("%%bash", magics.complete("%%ba", 4).get(0).text());
    assertTrue(magics.complete("%%impo", 6).isEmpty(), "not over a cell");
    assertTrue(magics.complete("7 %ti", 5).isEmpty());
  }

  @Test
  void aStopRequestEndsTheMagics() {
    session.stopped = true;
    assertThrows(CancelledException.class, () -> session.run("%%html\nx"));
    assertTrue(session.displayed.isEmpty());
  }
}
