package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.attack.Constraint;
import robusta.engine.Precision;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RunContext;

/** Kills a training process without warning, again and again, and lets it go on. */
@Tag("slow")
class KilledTrainingTest {
  @TempDir Path folder;

  /** The process that is killed: trains with checkpoints in the folder it is given. */
  static final class Victim {
    public static void main(String[] arguments) {
      train(Path.of(arguments[0]));
    }
  }

  private static Model train(Path checkpoints) {
    Model model = Toys.model();
    Trainer.of(model, Toys.data(300, 60), OneDnnEngine.instance())
        .epochs(24)
        .batchSize(32)
        .precision(Precision.F32)
        .schedule(Schedule.cyclic())
        .adversary(Adversary.pgd(Constraint.l2(0.3), 3))
        .checkpoints(checkpoints)
        .run(RunContext.quiet(11));
    return model;
  }

  @Test
  void goesOnWithTheSameBits() throws IOException, InterruptedException {
    float[] expected = Toys.weights(train(folder.resolve("whole")));
    Path killed = folder.resolve("killed");
    SplittableRandom random = new SplittableRandom(1);
    int kills = 0;
    boolean finished = false;
    while (!finished) {
      assertTrue(kills < 100, "the training makes no progress between kills");
      Process process = start(killed);
      long before = epochs(killed);
      while (process.isAlive() && epochs(killed) < before + 2) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(30));
      finished = !process.isAlive();
      if (!finished) {
        process.destroyForcibly();
        kills++;
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
    assertTrue(kills > 5, kills + " kills");
    assertArrayEquals(expected, StateFile.read(killed.resolve("last.training")).weights());
    assertEquals(24, epochs(killed));
  }

  private static Process start(Path checkpoints) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            checkpoints.toString())
        .inheritIO()
        .start();
  }

  private static long epochs(Path checkpoints) {
    Path last = checkpoints.resolve("last.training");
    return Files.exists(last) ? StateFile.read(last).epochs() : 0;
  }
}
