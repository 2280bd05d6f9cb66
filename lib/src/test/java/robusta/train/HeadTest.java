package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import robusta.attack.Constraint;
import robusta.data.Augmentations;
import robusta.data.Batch;
import robusta.data.DataSource;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.engine.Work;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** Training of the last layer alone. */
class HeadTest {
  private static final Engine ENGINE = OneDnnEngine.instance();

  @TempDir Path folder;

  private final DataSource data = Toys.data(150, 90);

  private Trainer trainer(Model model) {
    return Trainer.of(model, data, ENGINE)
        .only(Part.HEAD)
        .epochs(8)
        .batchSize(32)
        .learningRate(0.5)
        .schedule(Schedule.constant())
        .augmentation(Augmentations.padCrop(1))
        .precision(Precision.F32);
  }

  private static float[] representations(Model model, Batch batch) {
    try (EvalSession session = ENGINE.evaluate(model, Set.of(Tap.REPRESENTATION), Precision.F32)) {
      session.forward(batch.images().pixels(), batch.size());
      float[] values = new float[batch.size() * session.size(Tap.REPRESENTATION)];
      session.value(Tap.REPRESENTATION, values);
      return values;
    }
  }

  static Stream<Adversary> adversaries() {
    return Stream.of(Adversary.none(), Adversary.pgd(Constraint.l2(0.2), 2));
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void learnsAndLeavesTheBodyBitForBit(Adversary adversary) {
    Model model = Toys.model();
    float[] before = Toys.weights(model);
    float[] representations = representations(model, data.test().range(0, 20));
    TrainingResult result = trainer(model).adversary(adversary).run(RunContext.quiet(3));
    float[] after = Toys.weights(model);
    int head = (int) model.graph().getLayer("output").numParams();
    int body = before.length - head;
    assertArrayEquals(Arrays.copyOf(before, body), Arrays.copyOf(after, body));
    for (int i = body; i < after.length; i++) {
      assertFalse(before[i] == after[i], "a weight of the head did not move");
    }
    assertArrayEquals(representations, representations(model, data.test().range(0, 20)));
    List<EpochRecord> epochs = result.history().epochs();
    assertTrue(epochs.get(7).trainLoss() < 0.9 * epochs.get(0).trainLoss(), epochs.toString());
    assertTrue(epochs.get(7).testAccuracy() > 0.6, epochs.toString());
    assertEquals("head", result.recipe().settings().get("trained part"));
  }

  /** A network that computes the same in both modes: one without batch norm and dropout. */
  @Test
  void itsGradientIsThatOfTheWholeNetworksHead() {
    Model model =
        Model.create("vgg11").images(1, 32, 32).classes(List.of("a", "b", "c")).width(4).build();
    float[] images = new float[5 * 32 * 32];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 31 % 101) / 101f;
    }
    float[] upstream = new float[5 * 3];
    for (int i = 0; i < upstream.length; i++) {
      upstream[i] = (i % 4 - 1.5f) / 10;
    }
    float[] logits = new float[5 * 3];
    float[] expected;
    try (TrainSession whole = ENGINE.train(model, Precision.F32)) {
      whole.forward(images, 5, 1, logits);
      whole.backward(upstream);
      expected = model.graph().getFlattenedGradients().dup().data().asFloat();
    }
    float[] expectedLogits = logits.clone();
    model.graph().getFlattenedGradients().assign(0);
    EvalSession body =
        ENGINE.evaluate(model, Set.of(Tap.REPRESENTATION, Tap.LOGITS), Precision.F32);
    try (TrainSession session = new HeadSession(model, body, FlatParameters.of(model, Part.HEAD))) {
      session.cancelWith(new Cancellation());
      session.forward(images, 5, 1, logits);
      session.backward(upstream);
    }
    float[] found = model.graph().getFlattenedGradients().dup().data().asFloat();
    assertArrayEquals(expectedLogits, logits, 1e-5f);
    int head = (int) model.graph().getLayer("classifier").numParams();
    for (int i = 0; i < found.length; i++) {
      float wanted = i < found.length - head ? 0 : expected[i];
      assertEquals(wanted, found[i], 1e-5f * Math.max(1, Math.abs(wanted)), "parameter " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void oneSessionServesAll(Adversary adversary) {
    AtomicInteger opened = new AtomicInteger();
    Engine counting =
        (Engine)
            Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> {
                  if (Set.of("evaluate", "train").contains(method.getName())) {
                    opened.incrementAndGet();
                  }
                  return method.invoke(ENGINE, arguments);
                });
    Model model = Toys.model();
    Trainer trainer =
        Trainer.of(model, data, counting)
            .only(Part.HEAD)
            .epochs(1)
            .batchSize(32)
            .precision(Precision.F32)
            .adversary(adversary);
    Work work = adversary.ball().isPresent() ? Work.INPUT_GRADIENT : Work.FORWARD;
    assertEquals(ENGINE.estimate(model, work, Precision.F32, 32), trainer.memory().estimate(32));
    trainer.run(RunContext.quiet(3));
    assertEquals(1, opened.get());
  }

  @Test
  void anOpenSessionReadsOnlyTheHeadAgain() {
    Model model = Toys.model();
    Model otherHead = model.copy();
    otherHead.graph().getLayer("output").params().muli(2);
    float[] before = logits(otherHead, false);
    Model otherBody = otherHead.copy();
    otherBody.graph().getLayer("conv").params().muli(3);
    float[] after = logits(otherBody, false);
    assertFalse(Arrays.equals(before, after));
    assertArrayEquals(before, logits(model, true));
    assertArrayEquals(after, logits(model, false));
  }

  /**
   * What a session computes; with a change, after the weights became others and it read the head.
   */
  private float[] logits(Model model, boolean change) {
    Batch batch = data.test().range(0, 20);
    float[] logits = new float[20 * Toys.CLASSES];
    try (EvalSession session = ENGINE.evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      session.forward(batch.images().pixels(), 20);
      if (change) {
        model.graph().getLayer("output").params().muli(2);
        model.graph().getLayer("conv").params().muli(3);
        session.refreshHead();
        session.forward(batch.images().pixels(), 20);
      }
      session.value(Tap.LOGITS, logits);
    }
    return logits;
  }

  @Test
  void resumingGivesTheSameBitsAndOnlyWithTheSamePart() {
    Adversary adversary = Adversary.pgd(Constraint.l2(0.2), 2);
    Model whole = Toys.model();
    trainer(whole).adversary(adversary).epochs(4).run(RunContext.quiet(7));
    Cancellation cancellation = new Cancellation();
    RunContext interrupted =
        new RunContext(
            7,
            (task, done, total, note) -> {
              if (task.startsWith("epoch 3/") && done == 2) {
                cancellation.request();
              }
            },
            cancellation);
    TrainingResult first =
        trainer(Toys.model()).adversary(adversary).epochs(4).checkpoints(folder).run(interrupted);
    assertTrue(first.stopped());
    Trainer other = trainer(Toys.model()).adversary(adversary).epochs(4).checkpoints(folder);
    String message =
        assertThrows(RobustaException.class, () -> other.only(Part.WHOLE).run(RunContext.quiet(7)))
            .getMessage();
    assertTrue(
        message.contains("was begun with trained part head and can't go on with unset"), message);
    Model resumed = Toys.model();
    trainer(resumed).adversary(adversary).epochs(4).checkpoints(folder).run(RunContext.quiet(7));
    assertArrayEquals(Toys.weights(whole), Toys.weights(resumed));
  }

  @Test
  void theRecipeSaysWhatItStartedFrom() {
    Model base = Toys.model();
    Model further = Model.from(base).name("further").build();
    TrainingResult result = trainer(further).epochs(1).run(RunContext.quiet(1));
    assertEquals("toy " + base.hash(), result.recipe().settings().get("start"));
    assertFalse(
        trainer(base).epochs(1).run(RunContext.quiet(1)).recipe().settings().containsKey("start"));
  }
}
