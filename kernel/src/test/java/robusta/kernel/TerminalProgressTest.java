package robusta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private static final String ERASED = "\u001b[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private double seconds;

  private TerminalProgress progress(int width) {
    return new TerminalProgress(stream, width, () -> (long) (seconds * 1e9));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private void reportSteadily(TerminalProgress progress, String task, int total, double each) {
    for (int done = 0; done <= total; done++) {
      progress.report(task, done, total, "loss 0.5");
      seconds += each;
    }
  }

  /** What a person sees of each line in the end. */
  private List<String> screen() {
    return Stream.of(printed().split("\n"))
        .map(
            line ->
                line.substring(
                    line.lastIndexOf(ERASED) < 0 ? 0 : line.lastIndexOf(ERASED) + ERASED.length()))
        .toList();
  }

  @Test
  void shortTasksLeaveNoTrace() {
    reportSteadily(progress(80), "short", 19, 0.1);
    reportSteadily(progress(0), "short", 19, 0.1);
    assertEquals("", printed());
  }

  @Test
  void whatIsOnlySaidIsALineAtOnce() {
    for (int width : new int[] {0, 80}) {
      bytes.reset();
      TerminalProgress progress = progress(width);
      progress.report("epoch 1/2", 0, 10, "");
      progress.report("training time", 1, 1, "2 epochs take about 10 s");
      progress.report("one step", 0, 1, "");
      progress.report("one step", 1, 1, "loss 0.5");
      assertEquals("training time: 2 epochs take about 10 s\n", printed());
    }
  }

  @Test
  void aTaskEndsAsOneLineWithItsTimeAndRate() {
    reportSteadily(progress(80), "epoch 1/3", 100, 0.2);
    assertEquals(List.of("epoch 1/3: 100 in 20 s (5.0/s), loss 0.5"), screen());
  }

  @Test
  void theLineTellsWhatIsLeftAndFitsTheTerminal() {
    TerminalProgress progress = progress(60);
    progress.report("invert", 0, 400, "");
    seconds = 100;
    progress.report("invert", 100, 400, "loss 0.123456789 and more words than fit into the line");
    String line = screen().get(0);
    assertEquals(57, line.length());
    assertTrue(line.startsWith("invert: [=====               ] 25%, 100 of 400, 1.0/s, 5 "), line);
  }

  @Test
  void aResumedTaskCountsOnlyWhatItDidItself() {
    TerminalProgress progress = progress(0);
    progress.report("train", 900, 1000, "");
    seconds = 10;
    progress.report("train", 910, 1000, "");
    assertEquals("train: 91%, 910 of 1,000, 1.0/s, 1 min 30 s left\n", printed());
  }

  @Test
  void aFileGetsALineEveryFewSeconds() {
    reportSteadily(progress(0), "attack", 100, 0.2);
    List<String> lines = printed().lines().toList();
    assertEquals(4, lines.size(), printed());
    assertEquals("attack: 25%, 25 of 100, 5.0/s, 15 s left, loss 0.5", lines.get(0));
    assertEquals("attack: 100 in 20 s (5.0/s), loss 0.5", lines.get(3));
  }

  @Test
  void otherOutputGoesOnALineOfItsOwn() {
    TerminalProgress progress = progress(80);
    PrintStream results = progress.besides(stream);
    progress.report("train", 0, 100, "");
    seconds = 5;
    progress.report("train", 50, 100, "");
    results.println("a result");
    results.print("half a");
    seconds = 6;
    progress.report("train", 60, 100, "");
    results.println(" line");
    assertEquals(List.of("a result", "half a line"), screen());
  }
}
