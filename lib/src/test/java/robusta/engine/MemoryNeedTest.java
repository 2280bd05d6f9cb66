package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import robusta.attack.Attack;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.data.Normalizer;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.represent.Inversion;
import robusta.run.Cancellation;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.train.Evaluation;
import robusta.train.Trainer;

/** What does not fit is refused in a sentence before anything is opened. */
class MemoryNeedTest {
  private static final int SIDE = 32;
  private static final RunContext CONTEXT = RunContext.quiet(1);

  private final Model model =
      Model.create("resnet8").images(3, SIDE, SIDE).classes(List.of("a", "b")).build();

  /** A machine with so much memory, on which nothing may be opened. */
  private record Machine(long freeMemory) implements Engine {
    @Override
    public String name() {
      return "estimates";
    }

    @Override
    public Precision nativePrecision() {
      return Precision.F32;
    }

    @Override
    public boolean supports(Precision precision) {
      return true;
    }

    @Override
    public EvalSession evaluate(Model model, Set<Tap> taps, Precision precision) {
      throw new AssertionError("a session was opened");
    }

    @Override
    public TrainSession train(Model model, Precision precision) {
      throw new AssertionError("a session was opened");
    }

    @Override
    public MemoryEstimate estimate(Model model, Work work, Precision precision, int batch) {
      return OneDnnEngine.instance().estimate(model, work, precision, batch);
    }
  }

  private MemoryNeed need(Engine engine, Work work) {
    return MemoryNeed.on(engine).session(model, work, Precision.F32);
  }

  @Test
  void theLargestBatchFitsAndTheNextDoesNot() {
    long previous = Long.MAX_VALUE;
    for (Work work : Work.values()) {
      MemoryNeed need = need(new Machine(1_000_000_000), work);
      int largest = need.largestBatch();
      assertTrue(largest > 10 && largest < previous, work + " " + largest);
      previous = largest;
      need.require(largest);
      assertThrows(RobustaException.class, () -> need.require(largest + 1));
    }
    assertEquals(0, need(new Machine(1000), Work.FORWARD).largestBatch());
  }

  @Test
  void sessionsTakeTurns() {
    Machine machine = new Machine(1_000_000_000);
    MemoryEstimate training = need(machine, Work.TRAINING).estimate(64);
    MemoryEstimate gradient = need(machine, Work.INPUT_GRADIENT).estimate(64);
    MemoryEstimate both =
        need(machine, Work.TRAINING)
            .session(model, Work.INPUT_GRADIENT, Precision.F32)
            .estimate(64);
    assertEquals(Math.max(training.values(), gradient.values()), both.values());
    assertEquals(training.images() + gradient.images(), both.images());
    assertTrue(need(machine, Work.FORWARD).estimate(64).bytes() < gradient.bytes());
    assertTrue(gradient.bytes() < training.bytes());
  }

  @Test
  void aRefusalSaysHowMuchIsThereAndWhatFits() {
    Machine machine = new Machine(1_000_000_000);
    MemoryNeed need = need(machine, Work.TRAINING);
    String message = assertThrows(RobustaException.class, () -> need.require(100_000)).getMessage();
    String pattern =
        "a batch of 100000 images of 3x32x32 through 'resnet8' needs [0-9.]+ GB of memory and 1.0 GB are free; a batch of (\\d+) fits";
    assertTrue(message.matches(pattern), message);
    need.require(Integer.parseInt(message.replaceAll(pattern, "$1")));
    assertMessage(
        "use a smaller model or smaller images",
        () -> need(new Machine(1000), Work.TRAINING).require(1));
  }

  @Test
  void javasMemoryCountsToo() {
    MemoryNeed need = need(new Machine(Long.MAX_VALUE), Work.FORWARD).heap(0, 1 << 20);
    assertMessage("GB of Java's memory and", () -> need.require(100_000_000));
    assertDoesNotThrow(() -> need.require(1));
  }

  @Test
  void muchIsMentioned() {
    List<String> said = new ArrayList<>();
    RunContext context =
        new RunContext(
            1, (task, done, total, note) -> said.add(task + ": " + note), new Cancellation());
    MemoryNeed need = need(new Machine(1_000_000_000), Work.INPUT_GRADIENT);
    need.require(1, context);
    assertEquals(List.of(), said);
    need.require(need.largestBatch(), context);
    assertEquals(1, said.size());
    assertTrue(
        said.get(0).matches("memory: a batch of \\d+ images takes about 1.0 GB of the 1.0 GB .*"),
        said.get(0));
  }

  @Test
  void everyComputationAsksBeforeItBegins() {
    Machine small = new Machine(100_000);
    Images images = Images.zeros(2, 3, SIDE, SIDE);
    Dataset endless = new Endless();
    DataSource data = new DataSource("endless", endless, endless, Normalizer.identity(3));
    List<Executable> all =
        List.of(
            () -> Trainer.of(model, data, small).batchSize(8).run(CONTEXT),
            () -> Evaluation.of(small, model).on(endless).run(CONTEXT),
            () -> Attack.on(model, small).images(images).run(CONTEXT),
            () -> Inversion.on(model, small).targets(images).run(CONTEXT));
    for (Executable each : all) {
      assertMessage("needs 0.0 GB of memory", each);
    }
    assertMessage(
        "a batch of 1000000000 images",
        () ->
            Trainer.of(model, data, new Machine(Long.MAX_VALUE))
                .batchSize(1_000_000_000)
                .run(CONTEXT));
  }

  @Test
  void everyModelAndRadiusOfAnEvaluationCounts() {
    Machine machine = new Machine(Long.MAX_VALUE);
    Evaluation one = Evaluation.of(machine, model);
    Evaluation several = Evaluation.of(machine, model, model.withName("other")).eps(0, 0.25, 0.5);
    // A batch and its reading; for each model two copies, and at each radius what PGD moves and
    // knows: variables, centre, best, image and gradient.
    assertEquals(2 + 2, arrays(one), 0.01);
    assertEquals(2 + 2 * (2 + 2 * 5), arrays(several), 0.01);
  }

  /** How many arrays of a batch's pixels an evaluation wants of Java's memory. */
  private static double arrays(Evaluation evaluation) {
    int batch = 100_000_000;
    String message =
        assertThrows(
                RobustaException.class,
                () -> evaluation.on(new Endless()).batchSize(batch).run(CONTEXT))
            .getMessage();
    String gigabytes = message.replaceAll(".* needs ([0-9.]+) GB of Java's memory and .*", "$1");
    return Double.parseDouble(gigabytes) * 1e9 / (4.0 * 3 * SIDE * SIDE * batch);
  }

  private static void assertMessage(String part, Executable mistake) {
    String message = assertThrows(RobustaException.class, mistake).getMessage();
    assertTrue(message.contains(part), message);
  }

  /** More images than any memory holds, none of which may be read. */
  private record Endless() implements Dataset {
    @Override
    public String name() {
      return "endless";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b");
    }

    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }

    @Override
    public int channels() {
      return 3;
    }

    @Override
    public int height() {
      return SIDE;
    }

    @Override
    public int width() {
      return SIDE;
    }

    @Override
    public Batch batch(int... indices) {
      throw new AssertionError("an image was read");
    }
  }
}
