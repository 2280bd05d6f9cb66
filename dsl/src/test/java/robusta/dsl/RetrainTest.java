package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import robusta.data.KnownData;
import robusta.display.TextDisplay;
import robusta.run.CancelledException;
import robusta.run.Progress;
import robusta.zoo.ModelCard;
import robusta.zoo.Zoo;

/**
 * Trains each shipped network again for some hundred steps, by its own script: the first epoch or
 * so must lower the loss as its card says. Minutes for each.
 */
@Tag("slow")
class RetrainTest {
  private static final Path ROOT = Path.of("..");

  /** Fewer would say little where an epoch is short. */
  private static final int STEPS = 300;

  /** How far the mean loss of an epoch may lie from the card's: other machines round otherwise. */
  private static final double TOLERANCE = 0.1;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> lossesFallAsTheCardsSay() {
    return Zoo.shipped().cards().values().stream()
        .map(card -> DynamicTest.dynamicTest(card.name(), () -> retrain(card)));
  }

  private void retrain(ModelCard card) {
    Path script = ROOT.resolve(card.script());
    Assumptions.assumeTrue(Files.exists(script), card.name() + " has no script " + script);
    KnownData data = KnownData.named(card.training().data()).orElseThrow();
    Assumptions.assumeTrue(data.isHere(), "needs " + data.dataName() + " in the data directory");

    Workbench bench =
        new Workbench().folder(folder.resolve(card.name())).display(new TextDisplay(line -> {}));
    Losses losses = new Losses(bench);
    bench.progress(losses);
    try (Language language = new Language(new Session(bench))) {
      assertThrows(CancelledException.class, () -> language.evaluate(script, List.of()));
    }
    for (int epoch = 0; epoch < losses.means.size(); epoch++) {
      double expected = card.trainings().get(0).losses().get(epoch);
      assertEquals(
          expected, losses.means.get(epoch), TOLERANCE * expected, "loss of epoch " + (epoch + 1));
    }
    double last = losses.means.get(losses.means.size() - 1);
    assertTrue(last < losses.first, "the loss was %s and is %s".formatted(losses.first, last));
  }

  /** Reads the losses off what a training reports, and stops it after enough steps. */
  private static final class Losses implements Progress {
    private static final Pattern EPOCH = Pattern.compile("epoch (\\d+)/\\d+");
    private static final Pattern LOSS = Pattern.compile("loss (\\d+\\.\\d+) .*");

    final List<Double> means = new ArrayList<>();
    double first = Double.NaN;
    private final Workbench bench;
    private long steps;

    Losses(Workbench bench) {
      this.bench = bench;
    }

    @Override
    public void report(String task, long done, long total, String note) {
      Matcher loss = LOSS.matcher(note);
      if (!EPOCH.matcher(task).matches() || !loss.matches()) {
        return;
      }
      double mean = Double.parseDouble(loss.group(1));
      first = Double.isNaN(first) ? mean : first;
      if (done == total && steps < STEPS) {
        means.add(mean);
        steps += total;
        if (steps >= STEPS) {
          bench.cancel();
        }
      }
    }
  }
}
