package robusta.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import robusta.run.RobustaException;

/** What cells print and ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsTest {
  private Notebook notebook;

  @BeforeAll
  void open() {
    notebook = new Notebook();
  }

  @AfterAll
  void close() {
    notebook.close();
  }

  @Test
  void whatIsPrintedGoesToItsCell() {
    notebook.run("println 'ä€😀'; print 'b'; System.out.printf('%d%n', 3); System.err.println 'c'");
    assertEquals("ä€😀\nb3\n", notebook.output.out().replace("\r", ""));
    assertEquals("c\n", notebook.output.err().replace("\r", ""));
    notebook.run(
        "class Talks { def go() { println 'd' } }\nnew Talks().go(); System.out.write('é'.bytes[0]); System.out.write('é'.bytes[1]); System.out.flush()");
    assertEquals("d\né", notebook.output.out().replace("\r", ""));
  }

  @Test
  void threadsPrintToTheCellThatStartedThem() {
    notebook.run(
        "gate = new java.util.concurrent.CountDownLatch(1)\nlate = Thread.start { gate.await(); println 'late' }");
    Recorded first = notebook.output;
    notebook.run("gate.countDown(); late.join(); println 'second'");
    assertEquals("late", first.out().strip());
    assertEquals("second", notebook.output.out().strip());
  }

  @Test
  void commonPoolsPrintToTheCellThatUsesThem() {
    for (int i = 0; i < 3; i++) {
      notebook.run("(1..200).toList().parallelStream().forEach { print 'x'; sleep 1 }");
      assertEquals("x".repeat(200), notebook.output.out());
    }
  }

  @Test
  void aFloodOfLinesIsWhole() {
    notebook.run("100_000.times { println it }; 'end'");
    List<String> lines = notebook.output.out().lines().toList();
    assertEquals(100_000, lines.size());
    assertEquals("99999", lines.get(99_999));
  }

  @Test
  void linesAreAskedFor() {
    Deque<String> typed = new ArrayDeque<>(List.of("one", "zwei ß", "three", "secret"));
    List<String> asked = new java.util.ArrayList<>();
    notebook.input =
        (prompt, password) -> {
          asked.add(prompt + password);
          return typed.pop();
        };
    assertEquals("one", notebook.value("System.in.newReader().readLine()"));
    assertEquals("zwei ß", notebook.value("new Scanner(System.in).nextLine()"));
    assertEquals("three", notebook.value("readLine('name? ')"));
    assertEquals("secret", notebook.value("readLine('token? ', password: true)"));
    assertEquals(List.of("false", "false", "name? false", "token? true"), asked);
    notebook.input =
        (prompt, password) -> {
          throw new RobustaException("nobody can answer here");
        };
    assertEquals(
        List.of("line 1: nobody can answer here"),
        notebook.failure("readLine('name? ')").traceback());
    assertTrue(
        notebook
            .failure("System.in.newReader().readLine()")
            .sentence()
            .contains("nobody can answer here"));
  }
}
