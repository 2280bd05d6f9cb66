package robusta.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.engine.MemoryEstimate;
import robusta.model.Model;
import robusta.run.RobustaException;

/** Which batches fit beside what a session holds already. */
class ProgramsTest {
  private static final int MEMORY = 1500;
  private static final int WEIGHTS = 1000;
  private static final int IMAGE = 10;

  private boolean weighted;
  private long taken;

  private final Model model =
      Model.create("resnet[1]").images(3, 8, 8).classes(List.of("a", "b")).width(4).build();
  private final Programs<AutoCloseable> programs =
      new Programs<>(
          model,
          this::compile,
          size -> new MemoryEstimate(0, WEIGHTS, IMAGE * size, 0),
          () -> weighted,
          () -> MEMORY - taken);

  /** The first program makes the weights, which stay; each holds its images. */
  private AutoCloseable compile(int size) {
    taken += IMAGE * size + (weighted ? 0 : WEIGHTS);
    weighted = true;
    return () -> taken -= IMAGE * size;
  }

  private String refusal(int size) {
    return assertThrows(RobustaException.class, () -> programs.get(size)).getMessage();
  }

  @Test
  void theLastBatchOfAnEpochNeedsNoOtherWeights() {
    AutoCloseable full = programs.get(32);
    programs.get(8);
    assertEquals(WEIGHTS + 40 * IMAGE, taken);
    assertSame(full, programs.get(32));
  }

  @Test
  void theFirstBatchNeedsThem() {
    String message = refusal(60);
    assertTrue(message.endsWith("a batch of 35 fits"), message);
    assertEquals(0, taken);
    programs.get(35);
  }

  @Test
  void aLaterOneThatDoesNotFitIsRefused() {
    programs.get(32);
    String message = refusal(60);
    assertTrue(message.endsWith("a batch of 45 fits"), message);
    assertEquals(WEIGHTS, taken);
    programs.get(45);
  }
}
