package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** Every combination once, also when the sweep was interrupted in between. */
class SweepTest {
  @TempDir Path folder;
  private final Tiny tiny = new Tiny();

  @BeforeEach
  void toFolder() {
    tiny.bench.folder(folder);
    tiny.language.evaluate("ran = []");
  }

  private Table sweep(String script) {
    return (Table) tiny.language.evaluate(script);
  }

  @Test
  void oneRowPerCombination() {
    Table table =
        sweep(
            "sweep(eps: [0, 0.5], steps: [1, 3, 7], norm: L2) { p ->"
                + " ran << [p.eps, p.steps]; [sum: p.eps + p.steps, name: \"e${p.eps}\"] }");
    assertEquals(List.of("eps", "steps", "norm", "seed", "sum", "name"), table.columnNames());
    assertEquals(6, table.rowCount());
    assertEquals(
        "[[0, 1], [0, 3], [0, 7], [0.5, 1], [0.5, 3], [0.5, 7]]",
        tiny.language.variables().get("ran").toString());
    assertEquals(List.of(1.0, 3.0, 7.0, 1.5, 3.5, 7.5), table.numberColumn("sum").asList());
    assertEquals(ColumnType.STRING, table.column("name").type());
  }

  @Test
  void aninterruptedSweepGoesOn() {
    String body =
        "{ p -> ran << p.a; if (p.a == 3 && stop) { throw new IOException('killed') }; 10 * p.a }";
    tiny.language.evaluate("stop = true");
    assertThrows(
        RobustaException.class, () -> tiny.language.evaluate("sweep(a: [1, 2, 3, 4]) " + body));
    assertTrue(Files.exists(folder.resolve("sweep-a.csv")));
    tiny.language.evaluate("stop = false");
    Table table = sweep("sweep(a: [1, 2, 3, 4]) " + body);
    assertEquals("[1, 2, 3, 3, 4]", tiny.language.variables().get("ran").toString());
    assertEquals(List.of(10, 20, 30, 40), table.numberColumn("value").asList());
    assertTrue(tiny.shown.get(0).contains("2 of 4 runs are taken from"), tiny.shown.get(0));
    assertEquals(table.print(), sweep("sweep(a: [1, 2, 3, 4]) " + body).print());
    assertEquals("[1, 2, 3, 3, 4]", tiny.language.variables().get("ran").toString());
  }

  @Test
  void anotherSeedIsAnotherRun() {
    sweep("seed 1; sweep(a: [1, 2]) { p -> ran << 1; 1 }");
    sweep("seed 2; sweep(a: [1, 2]) { p -> ran << 2; 2 }");
    Table again = sweep("seed 1; sweep(a: [2, 1, 3]) { p -> ran << 3; 3 }");
    assertEquals("[1, 1, 2, 2, 3]", tiny.language.variables().get("ran").toString());
    assertEquals(List.of(1, 1, 3), again.numberColumn("value").asList());
  }

  @Test
  void seedsMayBeSwept() {
    String script = "sweep(seed: [1, 2, 3]) { p -> ran << p.seed; [x: 10 * p.seed] }";
    Table table = sweep(script);
    assertEquals(List.of("seed", "x"), table.columnNames());
    assertEquals(List.of(10, 20, 30), table.numberColumn("x").asList());
    assertEquals(table.print(), sweep(script).print());
    assertEquals("[1, 2, 3]", tiny.language.variables().get("ran").toString());
  }

  @Test
  void rowsMayDifferAndTextsMayHoldCommas() {
    Table table =
        sweep("sweep(a: [1, 2], file: 'deep/er.csv') { p -> p.a == 1 ? [x: 1] : [y: 'a, \"b\"'] }");
    assertTrue(Files.exists(folder.resolve("deep/er.csv")));
    assertTrue(table.column("x").isMissing(1));
    assertTrue(table.column("y").isMissing(0));
    assertEquals("a, \"b\"", table.column("y").getString(1));
    Table again = sweep("sweep(a: [1, 2], file: 'deep/er.csv') { p -> assert false }");
    assertEquals(table.print(), again.print());
  }

  private String refused(String script) {
    return assertThrows(RobustaException.class, () -> sweep(script)).getMessage();
  }

  @Test
  void nullIsNoValueToTry() {
    assertTrue(refused("sweep(x: [null, 1]) { 1 }").contains("cannot try null for x"));
  }

  @Test
  void aresultIsNotLostForItsName() {
    assertTrue(
        refused("sweep(a: [1, 2]) { p -> [a: 7] }")
            .contains("gave 7 for 'a', which is 1 already; give the result another name"));
    assertTrue(refused("sweep(a: [1, 2]) { p -> [seed: 7] }").contains("'seed'"));
    assertEquals(
        List.of("a", "seed", "b"),
        sweep("sweep(a: [1, 2]) { p -> [a: p.a, b: 3] }").columnNames(),
        "a table repeats its options");
  }

  @Test
  void afileThatIsNoTableIsNotOverwritten() throws Exception {
    Path file = folder.resolve("sweep-a.csv");
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, '\n', 3, '"', 4});
    byte[] before = Files.readAllBytes(file);
    assertThrows(RobustaException.class, () -> tiny.language.evaluate("sweep(a: [1]) { 1 }"));
    assertArrayEquals(before, Files.readAllBytes(file));
  }
}
