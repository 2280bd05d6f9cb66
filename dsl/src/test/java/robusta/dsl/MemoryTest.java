package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.model.Model;
import robusta.run.RobustaException;
import robusta.train.Trainer;
import tech.tablesaw.api.Table;

/** What a batch takes, said before it is tried. */
class MemoryTest {
  private final Tiny tiny = new Tiny();

  private Object result(String cell) {
    return tiny.language.evaluate(cell);
  }

  @Test
  void aTableTellsOfEveryWork() {
    Table table = (Table) result("robust.memory(batch: 64)");
    assertEquals(
        List.of("looking", "changing images", "training"), table.stringColumn("for").asList());
    double[] all = table.doubleColumn("all").asDoubleArray();
    assertTrue(all[0] > 0 && all[0] <= all[1], table.print());
    assertTrue(table.intColumn("largest batch").get(2) > 1000, table.print());
    assertTrue(
        ((Table) result("robust.memory()")).doubleColumn("values").get(0)
            > table.doubleColumn("values").get(0));
    assertThrows(RobustaException.class, () -> result("robust.memory(batch: 0)"));
    assertEquals(0, tiny.engine.sessions.get());
  }

  @Test
  void theRowOfTrainingIsWhatATrainingTakes() {
    Model model = tiny.network("other", 3).model();
    for (Precision precision : List.of(Precision.F32, Precision.BF16)) {
      MemoryEstimate training =
          Trainer.of(model, tiny.data, tiny.engine).precision(precision).memory().estimate(64);
      Table table = MemoryTable.of(model, tiny.engine, 64, precision);
      assertEquals(training.bytes() / 1e6, table.doubleColumn("all").get(2), 1e-9);
    }
  }

  @Test
  void trainingSaysItFirst() {
    List<String> tasks = new ArrayList<>();
    tiny.bench.progress((task, done, total, note) -> tasks.add(task + ": " + note));
    result("robust.train(epochs: 1)");
    assertTrue(
        tasks.get(0).startsWith("memory: a batch of 60 images takes about"), tasks.toString());
  }
}
