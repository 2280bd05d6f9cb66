package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** The same bits for the same work, whatever happened in between. */
class DeterminismTest {
  private static final int COUNT = 6;
  private static final int INPUTS = 2 * 6 * 6;

  private final float[] images = Vectors.pixels(1, COUNT * INPUTS);
  private final float[] weighing = Vectors.normal(2, COUNT * Chains.CLASSES);

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"F32", "BF16"})
  void sessionsAndRunsGiveTheSameBits(Precision precision) {
    assumeTrue(OneDnnEngine.instance().supports(precision), "no bf16 on this processor");
    Model model = Chains.usual(0.8);
    float[] trained = train(model.copy(), precision);
    assertArrayEquals(trained, train(model.copy(), precision));
    float[] gradient = frozen(model, precision, 1);
    assertArrayEquals(gradient, frozen(model, precision, 1));
    assertArrayEquals(gradient, frozen(model, precision, 3));
  }

  /** Three steps downhill; what the parameters are then. */
  private float[] train(Model model, Precision precision) {
    ComputationGraph graph = model.graph();
    try (TrainSession session = OneDnnEngine.instance().train(model, precision)) {
      for (int step = 0; step < 3; step++) {
        session.forward(images, COUNT, step, new float[weighing.length]);
        session.backward(weighing);
        INDArray parameters = graph.params();
        parameters.subi(graph.getFlattenedGradients().mul(0.01).reshape(parameters.shape()));
      }
    }
    return graph.params().data().asFloat();
  }

  private float[] frozen(Model model, Precision precision, int times) {
    float[] gradient = new float[images.length];
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), precision)) {
      for (int i = 0; i < times; i++) {
        session.forward(images, COUNT);
        session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
      }
    }
    return gradient;
  }

  @Test
  void refreshedWeightsAreThoseOfANewSession() {
    Model model = Chains.usual(0);
    float[] gradient = new float[images.length];
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      session.forward(images, COUNT);
      session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
      Chains.randomize(model, 5);
      session.refresh();
      session.forward(images, COUNT);
      session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
    }
    assertArrayEquals(frozen(model, Precision.F32, 1), gradient);
  }

  @Test
  void aCancelledPassLeavesSessionsUsable() {
    Model model = Chains.usual(0.8);
    Cancellation stop = new Cancellation();
    stop.request();
    float[] logits = new float[weighing.length];
    float[] expected = new float[weighing.length];
    float[] gradient = new float[images.length];
    float[] gradientExpected = frozen(model, Precision.F32, 1);
    Model copy = model.copy();
    try (EvalSession session =
            OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32);
        TrainSession training = OneDnnEngine.instance().train(model, Precision.F32);
        TrainSession other = OneDnnEngine.instance().train(copy, Precision.F32)) {
      session.cancelWith(stop);
      assertThrows(CancelledException.class, () -> session.forward(images, COUNT));
      session.cancelWith(new Cancellation());
      session.forward(images, COUNT);
      session.cancelWith(stop);
      assertThrows(
          CancelledException.class,
          () -> session.backward(Map.of(Tap.LOGITS, weighing), false, gradient));
      session.cancelWith(new Cancellation());
      session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
      assertArrayEquals(gradientExpected, gradient);

      training.cancelWith(stop);
      assertThrows(CancelledException.class, () -> training.forward(images, COUNT, 1, logits));
      training.cancelWith(new Cancellation());
      training.forward(images, COUNT, 1, logits);
      training.cancelWith(stop);
      assertThrows(CancelledException.class, () -> training.backward(weighing));
      training.cancelWith(new Cancellation());
      training.backward(weighing);

      other.forward(images, COUNT, 1, expected);
      other.backward(weighing);
    }
    assertArrayEquals(expected, logits);
    assertArrayEquals(
        copy.graph().getFlattenedGradients().data().asFloat(),
        model.graph().getFlattenedGradients().data().asFloat());
  }

  /** A request that comes while a pass is running stops it between two layers. */
  @Test
  void aRequestFromAnotherThreadStopsARunningPass() throws InterruptedException {
    Model model = Chains.usual(0);
    Cancellation stop = new Cancellation();
    try (EvalSession session =
        OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32)) {
      session.cancelWith(stop);
      Thread asks = new Thread(stop::request);
      session.forward(images, COUNT);
      asks.start();
      assertThrows(
          CancelledException.class,
          () -> {
            while (true) {
              session.forward(images, COUNT);
            }
          });
      asks.join();
      session.cancelWith(new Cancellation());
      float[] gradient = new float[images.length];
      session.forward(images, COUNT);
      session.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
      assertArrayEquals(frozen(model, Precision.F32, 1), gradient);
    }
  }

  @Test
  void autoIsTheProcessorsOwn() {
    Model model = Chains.usual(0);
    OneDnnEngine engine = OneDnnEngine.instance();
    assertArrayEquals(
        train(model.copy(), engine.nativePrecision()), train(model.copy(), Precision.AUTO));
    assertArrayEquals(frozen(model, engine.nativePrecision(), 1), frozen(model, Precision.AUTO, 1));
  }

  /** Linux lists what the processor can; other systems go without this check. */
  @Test
  void bfloat16IsNativeWhereTheProcessorSaysSo() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    assumeTrue(Files.exists(facts));
    String flags = Files.readString(facts);
    boolean has = flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    assertEquals(has ? Precision.BF16 : Precision.F32, OneDnnEngine.instance().nativePrecision());
  }

  /** oneDNN emulates bfloat16 from AVX-512 on; an older processor is answered in a sentence. */
  @Test
  void aProcessorWithoutBfloat16IsAnsweredInASentence() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    assumeTrue(Files.exists(facts));
    String flags = Files.readString(facts);
    OneDnnEngine engine = OneDnnEngine.instance();
    if (flags.contains("avx512bw")) {
      assertTrue(engine.supports(Precision.BF16));
      return;
    }
    assumeTrue(flags.contains("avx2") && !flags.contains("avx_ne_convert"));
    assertFalse(engine.supports(Precision.BF16));
    Model model = Chains.usual(0);
    for (Executable use :
        List.<Executable>of(
            () -> engine.evaluate(model, Set.of(Tap.LOGITS), Precision.BF16),
            () -> engine.train(model, Precision.BF16))) {
      String message = assertThrows(RobustaException.class, use).getMessage();
      assertTrue(message.contains("cannot compute in bf16"), message);
    }
  }
}
