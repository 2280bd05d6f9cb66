package robusta.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotebookProgressTest {
  private Recorded output = new Recorded();
  private double seconds = 100;
  private final NotebookProgress progress =
      new NotebookProgress(() -> output, () -> Math.round(seconds * 1e9));

  private void steadily(String task, int total, double each) {
    for (int done = 0; done <= total; done++) {
      progress.report(task, done, total, "loss 0.5");
      seconds += done < total ? each : 0;
    }
  }

  private String seen() {
    return output.seen.isEmpty() ? "" : output.last().plain();
  }

  private String html() {
    return (String) output.last().data().get(Rendering.HTML);
  }

  @Test
  void shortTasksAreNotShown() {
    steadily("short", 9, 0.1);
    assertEquals(List.of(), output.calls);
  }

  @Test
  void oneOutputIsUpdatedAFewTimesASecond() {
    steadily("invert", 1000, 0.01);
    assertEquals("display", output.calls.get(0));
    assertEquals(1, output.calls.stream().filter("display"::equals).count());
    // Nine seconds are to be seen.
    assertTrue(output.calls.size() <= 4 * 9 + 2, output.calls.size() + " calls");
    assertTrue(output.calls.size() > 20, output.calls.size() + " calls");
    assertEquals("invert: 1,000 in 10 s (100/s), loss 0.5", seen());
    assertFalse(html().contains("width:160px"));
  }

  @Test
  void aTaskUnderWayHasABarARateAndTheTimeLeft() {
    progress.report("invert", 0, 400, "");
    seconds += 100;
    progress.report("invert", 100, 400, "a < b");
    assertEquals("invert: 25%, 100 of 400, 1.0/s, 5 min 00 s left, a < b", seen());
    assertTrue(html().contains("width:25.0%"), html());
    assertTrue(html().contains("a &lt; b"), html());
  }

  @Test
  void anUnknownTotalHasNoBar() {
    progress.report("download", 0, 0, "");
    seconds += 10;
    progress.report("download", 50, 0, "");
    assertEquals("download: 50, 5.0/s", seen());
    assertFalse(html().contains("width:160px"));
  }

  @Test
  void epochsAreOneTask() {
    for (int epoch = 1; epoch <= 4; epoch++) {
      steadily("epoch " + epoch + "/4", 10, 0.5);
      if (epoch == 2) {
        assertEquals("epoch 2/4: 2 in 10 s, loss 0.5", seen());
        progress.report("epoch 3/4", 0, 10, "");
        seconds += 1;
        progress.report("epoch 3/4", 5, 10, "");
        assertTrue(html().contains("width:62.5%"), html());
      }
    }
    assertEquals("epoch 4/4: 4 in 21 s, loss 0.5", seen());
    assertEquals(1, output.seen.size());
  }

  @Test
  void partsStandBelowTheWholeAndVanishWithIt() {
    progress.report("sweep", 0, 2, "eps 0");
    steadily("epoch 1/1", 10, 0.5);
    assertEquals(
        List.of("sweep: 0%, 0 of 2, eps 0", "  epoch 1/1: 1 in 5 s, loss 0.5"),
        seen().lines().toList());
    progress.report("sweep", 1, 2, "eps 0.5");
    seconds += 1;
    progress.report("epoch 1/1", 1, 10, "");
    seconds += 1;
    progress.report("epoch 1/1", 3, 10, "");
    assertTrue(seen().contains("  epoch 1/1: 30%, 3 of 10, 2.0/s, 4 s left"), seen());
    progress.report("sweep", 2, 2, "");
    assertEquals("sweep: 2 in 7 s (0.29/s)", seen());
  }

  @Test
  void oneTaskAfterTheOtherLeavesALineEach() {
    steadily("train", 10, 1);
    steadily("evaluate", 10, 0.2);
    steadily("brief", 10, 0.01);
    steadily("evaluate", 10, 0.3);
    assertEquals(
        List.of(
            "train: 10 in 10 s (1.0/s), loss 0.5",
            "evaluate: 10 in 2 s (5.0/s), loss 0.5",
            "evaluate: 10 in 3 s (3.3/s), loss 0.5"),
        seen().lines().toList());
  }

  @Test
  void whatIsOnlySaidStandsWhileThereIsWork() {
    progress.report("epoch 1/2", 0, 10, "");
    progress.report("training time", 1, 1, "2 epochs take about 10 s");
    seconds += 2;
    progress.report("epoch 1/2", 4, 10, "");
    assertTrue(seen().contains("training time: 2 epochs take about 10 s"), seen());
    steadily("epoch 1/2", 10, 0.3);
    progress.report("epoch 2/2", 0, 10, "");
    seconds += 1;
    progress.report("epoch 2/2", 1, 10, "");
    assertTrue(seen().contains("training time: 2 epochs take about 10 s"), seen());
    steadily("epoch 2/2", 10, 0.3);
    assertEquals("epoch 2/2: 2 in 9 s, loss 0.5", seen());
  }

  @Test
  void everyTrainingOfASweepCountsItsOwnTime() {
    progress.report("sweep", 0, 3, "eps 0");
    for (int network = 1; network <= 2; network++) {
      progress.report("epoch 1/1", 0, 10, "");
      progress.report("training time", 1, 1, "1 epoch takes about 5 s");
      steadily("epoch 1/1", 10, 0.5);
      seconds += 1;
      progress.report("sweep", network, 3, "eps 0.5");
      assertEquals(
          List.of(
              "sweep: %d%%, %d of 3, 0.17/s, %d s left, eps 0.5"
                  .formatted(100 * network / 3, network, 6 * (3 - network)),
              "  epoch 1/1: 1 in 5 s, loss 0.5",
              "    training time: 1 epoch takes about 5 s"),
          seen().lines().toList());
    }
  }

  @Test
  void anInterruptedCellSaysHowFarItCame() {
    progress.report("epoch 1/2", 0, 10, "");
    seconds += 5;
    progress.report("epoch 1/2", 5, 10, "loss 2");
    seconds += 1;
    progress.end(output);
    assertEquals("stopped after 6 s at epoch 1/2: 50%, 5 of 10, loss 2", seen());
    assertFalse(html().contains("width:160px"));
    int calls = output.calls.size();
    progress.end(output);
    progress.end(new Recorded());
    assertEquals(calls, output.calls.size());
  }

  @Test
  void everyCellHasItsOwn() {
    steadily("a", 10, 1);
    Recorded first = output;
    output = new Recorded();
    steadily("a", 10, 1);
    assertEquals(1, first.seen.size());
    assertEquals(1, output.seen.size());
    assertFalse(first.seen.keySet().equals(output.seen.keySet()));
  }

  @Test
  void durationsAreWordsOfPeople() {
    assertEquals("9 s", Advance.duration(9.4));
    assertEquals("2 min 05 s", Advance.duration(125));
    assertEquals("1 h 04 min", Advance.duration(3850));
  }
}
