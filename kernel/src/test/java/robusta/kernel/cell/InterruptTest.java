package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a cell does, it ends when it is interrupted, and the next one runs as ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Notebook notebook;

  @BeforeAll
  void open() {
    notebook = new Notebook();
  }

  @AfterAll
  void close() {
    notebook.close();
  }

  /** Called from cells: computes in Java, where nothing looks at a request. */
  public static void compute() {
    double x = 1;
    while (x > 0) {
      x = Math.sqrt(x + 1);
    }
  }

  /** Called from cells: waits for what never comes. */
  public static void waitForever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Called from cells: reads from a connection that says nothing. */
  public static void listen() throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      server.accept();
    }
  }

  private void stops(String code) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Outcome outcome = notebook.interrupted(code, GroovyEvaluator::interrupt);
          assertTrue(
              outcome instanceof Outcome.Failure failure && failure.name().equals("Interrupted"),
              outcome.toString());
          assertFalse(Thread.currentThread().isInterrupted());
          assertEquals("[0, 1, 2, 3]", notebook.value("(0..3).collect { sleep 1; it }"));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "println 'begun'; while (true) { }",
        "println 'begun'; for (;;) { x = 1 }",
        "def spin() { println 'begun'; while (true) { } }\nspin()",
        "class Spin { def go() { println 'begun'; for (i in 1..Integer.MAX_VALUE) { } } }\nnew Spin().go()",
        "class Still { static go() { println 'begun'; while (true) { } } }\nStill.go()",
        "trait Turns { def go() { println 'begun'; while (true) { } } }\nclass Wheel implements Turns { }\nnew Wheel().go()",
        "def fib(n) { n < 2 ? n : fib(n - 1) + fib(n - 2) }\nprintln 'begun'; fib(80)",
        "class Fib { long of(int n) { n < 2 ? n : of(n - 1) + of(n - 2) } }\nprintln 'begun'; new Fib().of(80)",
        "@groovy.transform.CompileStatic class Quick { static long go() { long x = 0; while (true) { x++ }; return x } }\nprintln 'begun'; Quick.go()",
        "println 'begun'; (1..Integer.MAX_VALUE).each { it }",
        "println 'begun'; Integer.MAX_VALUE.times { it }",
        "println 'begun'; java.util.stream.Stream.iterate(1, x -> x).forEach(x -> x)",
        "println 'begun'; while (true) { try { sleep 10 } catch (Exception e) { } }",
        "println 'begun'; sleep 100_000",
        "println 'begun'; [1].each { sleep 100_000 }",
        "class Sleeper { def go() { println 'begun'; sleep(100_000) } }\nnew Sleeper().go()",
        "println 'begun'; Thread.sleep(100_000)",
        "println 'begun'; robusta.kernel.cell.InterruptTest.waitForever()",
        "println 'begun'; new Object().with { synchronized (it) { it.wait() } }",
        "println 'begun'; java.util.concurrent.CompletableFuture.supplyAsync { while (true) { } }.get()",
        "println 'begun'; ['sleep', '100'].execute().waitFor()",
        "println 'begun'; background { while (true) { } }.result",
      })
  void itStops(String code) {
    stops(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "println 'begun'; robusta.kernel.cell.InterruptTest.compute()",
        "println 'begun'; robusta.kernel.cell.InterruptTest.listen()",
        "println 'begun'; ['sleep', '100'].execute().text",
        "println 'begun'; ('a' * 60) ==~ /(.*a){25}b/",
        "println 'begun'; try { robusta.kernel.cell.InterruptTest.compute() } catch (Throwable t) { 3 }",
      })
  @EnabledForJreRange(max = JRE.JAVA_19)
  void whatOnlyComputesIsStoppedByForce(String code) {
    stops(code);
  }

  @Test
  void aCellThatEndsAsItIsInterruptedDoesNotHarmTheNext() {
    for (int i = 0; i < 20; i++) {
      int millis = 1400 + 20 * i;
      String code =
          """
          println 'begun'
          long end = System.nanoTime() + %d_000_000L
          while (System.nanoTime() < end) { try { robusta.kernel.cell.InterruptTest.hashCode() } catch (Throwable t) { } }
          """
              .formatted(millis % 300);
      notebook.interrupted(code, GroovyEvaluator::interrupt);
      assertEquals("6", notebook.value("[1, 2, 3].sum()"));
    }
  }

  @Test
  void withoutAcellNothingHappens() {
    notebook.evaluator.interrupt();
    assertEquals("3", notebook.value("sleep 400; 3"));
  }

  @Test
  void whatIsAskedForIsGivenUp() {
    notebook.input =
        (prompt, password) -> {
          try {
            Thread.sleep(100_000);
          } catch (InterruptedException e) {
            throw new robusta.run.CancelledException();
          }
          return "";
        };
    stops("println 'begun'; System.in.newReader().readLine()");
  }
}
