package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.run.CancelledException;

/** Scripts and cells. */
class LanguageTest {
  private final Tiny tiny = new Tiny();

  @Test
  void cellsShareVariablesMethodsAndClasses() {
    Language language = tiny.language;
    language.evaluate("def a = 2; int b = 3; c = 4; def (d, e) = [5, 6]; String nothing");
    language.evaluate("def twice(x) { 2 * x }\nclass Pair { int left }");
    assertEquals(40, language.evaluate("twice(a + b + c + d + e)"));
    assertEquals(7, language.evaluate("new Pair(left: 7).left"));
    assertEquals(null, language.evaluate("nothing"));
  }

  @Test
  void variablesInsideBlocksStayLocal() {
    tiny.language.evaluate("outer = 0; [1, 2].each { def inner = it; outer += inner }");
    assertEquals(3, tiny.language.variables().get("outer"));
    assertTrue(!tiny.language.variables().containsKey("inner"));
  }

  @Test
  void ascriptGetsItsArgumentsAndTheLanguageItsOwn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("study.groovy");
    Files.writeString(file, "args as List");
    Object rest =
        tiny.language.evaluate(
            file, List.of("--out", folder.resolve("here").toString(), "a", "--seed=9", "b"));
    assertEquals(List.of("a", "b"), rest);
    assertEquals(folder.resolve("here"), tiny.bench.folder());
    assertEquals(9, tiny.bench.seed());
  }

  @Test
  void ascriptsFilesGoToAfolderOfItsName(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("attack-study.groovy");
    Files.writeString(file, "1");
    tiny.language.evaluate(file, List.of());
    assertEquals(Path.of("runs", "attack-study"), tiny.bench.folder());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) { }",
        "for (;;) { x = 1 }",
        "do { x = 1 } while (true)",
        "f = { -> owner.f() }; f = { g -> g(g) }; try { f(f) } catch (StackOverflowError e) { while (true) {} }",
        "(1..Integer.MAX_VALUE).each { it }",
        "def spin() { while (true) { } }\nspin()",
        "class Spin { def go() { for (i in 1..Integer.MAX_VALUE) { } } }\nnew Spin().go()"
      })
  void aloopCanBeCancelled(String endless) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          Thread stopper =
              new Thread(
                  () -> {
                    try {
                      Thread.sleep(500);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    tiny.language.cancel();
                  });
          stopper.start();
          assertThrows(CancelledException.class, () -> tiny.language.evaluate(endless));
          stopper.join();
        });
    assertEquals(2, tiny.language.evaluate("1 + 1"));
  }

  @Test
  void mathNeedsNoClassButYieldsToTheCells() {
    Language language = tiny.language;
    assertEquals(3, language.evaluate("max(2, 3)"));
    assertEquals(
        "1 and 2",
        language.evaluate("\"${[-1].collect { abs(it) }[0]} and ${abs(-2)}\" as String"));
    assertEquals("own", language.evaluate("def max(a, b) { 'own' }\nmax(2, 3)"));
    assertEquals("own", language.evaluate("max(2, 3)"));
  }

  @Test
  void compiledStaticallyLoopsRunToo() {
    assertEquals(
        6,
        tiny.language.evaluate(
            "@groovy.transform.CompileStatic\n"
                + "int sum() { int s = 0; for (i in 1..3) { [i].each { s += it } }; s }\nsum()"));
  }

  @Test
  void picturesReadWell() {
    Pictures some = (Pictures) tiny.language.evaluate("data.test.images(0..7)");
    assertEquals(8, some.size());
    assertEquals("tiny test 0-7", some.getOrigin());
    assertEquals("boot", ((Pictures) tiny.language.evaluate("data.test[4]")).getNames().get(0));
    Pictures last = (Pictures) tiny.language.evaluate("data.test[-1]");
    assertArrayEquals(tiny.data.test().batch(29).images().pixels(), last.images().pixels());
    Pictures coats = (Pictures) tiny.language.evaluate("data.test.ofClass('COAT', 3)");
    assertArrayEquals(new int[] {2, 2, 2}, coats.labels());
    Pictures each = (Pictures) tiny.language.evaluate("data.test.onePerClass()[1..2]");
    assertEquals(List.of("boot", "coat"), each.getNames());
    Pictures both = (Pictures) tiny.language.evaluate("data.test[0] + data.train[1, 2]");
    assertArrayEquals(new int[] {0, 1, 2}, both.labels());
    assertEquals("tiny test 0, tiny train 1 2", both.getOrigin());
    Pictures mixed = (Pictures) tiny.language.evaluate("noise(2) + data.test[0]");
    assertTrue(!mixed.labelled());
  }

  @Test
  void wordsWithoutQuotes() {
    assertEquals("L2", tiny.language.evaluate("L2"));
    tiny.language.evaluate("L2 = 3");
    assertEquals(3, tiny.language.evaluate("L2"));
    tiny.language.evaluate("help invert");
    assertTrue(tiny.shown.get(0).startsWith("invert(targets)"));
  }
}
