package robusta.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.EvalSession;
import robusta.engine.MemoryEstimate;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.plan.PlanCompiler;

/** What is estimated is what the engine's own accounts say that it took. */
class FootprintTest {
  private static final OneDnnEngine ENGINE = OneDnnEngine.instance();
  private static final double TOLERANCE = 0.25;
  private static final int CLASSES = 10;

  private static Model model(String architecture, int width, int side) {
    return Model.create(architecture)
        .images(3, side, side)
        .classes(IntStream.range(0, CLASSES).mapToObj(i -> "c" + i).toList())
        .width(width)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, 16, 32, 16, F32",
    "resnet18, 32, 32, 48, F32",
    "resnet18, 32, 32, 48, BF16",
    "vgg11, 16, 32, 32, F32",
    "vgg16_bn, 16, 32, 32, F32",
    "vgg16_bn, 16, 32, 32, BF16",
    "smallcnn, 16, 28, 128, F32",
    "'bottleneck-resnet[1,1,1,1]', 16, 96, 8, F32",
    "'bottleneck-resnet[1,1,1,1]', 16, 96, 8, BF16",
  })
  void theEstimateIsWhatTheEngineTakes(
      String architecture, int width, int side, int batch, Precision precision)
      throws InterruptedException {
    Assumptions.assumeTrue(precision == Precision.F32 || Native.bf16(), "no native bf16");
    assertEquals(0, ENGINE.sharedMemory(), "another test's session is open");
    Model model = model(architecture, width, side);
    float[] images = new float[batch * 3 * side * side];
    float[] logits = new float[batch * CLASSES];

    long before = settledBytes();
    try (TrainSession session = ENGINE.train(model, precision)) {
      session.forward(images, batch, 1, logits);
      session.backward(logits);
      MemoryEstimate estimate = ENGINE.estimate(model, Work.TRAINING, precision, batch);
      assertNear("values in training", ENGINE.sharedMemory(), estimate.values());
      assertNear("images in training", Pointer.totalBytes() - before, estimate.images());
      INDArray gradient = model.graph().getFlattenedGradients();
      assertNear("gradient", Float.BYTES * gradient.length(), estimate.weights());
      if (precision == Precision.F32) { // Of bfloat16 it is not known how much is touched.
        assertCovered(scratch(model, batch), estimate.scratch());
      }
    }
    before = settledBytes();
    try (EvalSession session = ENGINE.evaluate(model, Set.of(Tap.LOGITS), precision)) {
      session.forward(images, batch);
      assertNear(
          "values",
          ENGINE.sharedMemory(),
          ENGINE.estimate(model, Work.FORWARD, precision, batch).values());
      session.backward(Map.of(Tap.LOGITS, logits), false, images.clone());
      MemoryEstimate estimate = ENGINE.estimate(model, Work.INPUT_GRADIENT, precision, batch);
      assertNear("values with gradient", ENGINE.sharedMemory(), estimate.values());
      assertNear(
          "images and weights",
          Pointer.totalBytes() - before,
          estimate.images() + estimate.weights());
    }
  }

  /** With larger images VGG has the same convolutions and larger dense layers. */
  @Test
  void denseLayersNeedNoScratch() {
    MemoryEstimate small = ENGINE.estimate(model("vgg16", 16, 32), Work.TRAINING, Precision.F32, 4);
    Model wide = model("vgg16", 16, 64);
    MemoryEstimate large = ENGINE.estimate(wide, Work.TRAINING, Precision.F32, 4);
    assertTrue(large.weights() > 2 * small.weights(), large + " " + small);
    assertEquals(small.scratch(), large.scratch());
    wide.graph().initGradientsView();
    assertCovered(scratch(wide, 4), large.scratch());
  }

  /** What oneDNN says that it sets aside for single operations of training in float32. */
  private static long scratch(Model model, int batch) {
    long[] bytes = new long[1];
    NativeThread.run(
        () -> {
          Native dnnl = new Native();
          ComputationGraph graph = model.graph();
          try (TrainProgram program =
              new TrainProgram(
                  dnnl,
                  PlanCompiler.compile(model),
                  new ParameterMemory(graph.params()),
                  new ParameterMemory(graph.getFlattenedGradients()),
                  Native.F32,
                  batch)) {
            bytes[0] = program.scratch();
          }
        });
    return bytes[0];
  }

  /**
   * oneDNN's plainest convolutions set aside four times what they touch, for each thread of OpenMP,
   * which may have more than Java sees.
   */
  private static void assertCovered(long setAside, long estimated) {
    int seen = Runtime.getRuntime().availableProcessors();
    double allowed = 4.5 * Math.max(1, (double) Loader.totalProcessors() / seen);
    assertTrue(
        setAside <= allowed * estimated,
        "scratch: %,d bytes were estimated and %,d set aside".formatted(estimated, setAside));
  }

  /** What javacpp holds once what other tests left to the garbage collector is gone. */
  private static long settledBytes() throws InterruptedException {
    long bytes;
    do {
      bytes = Pointer.totalBytes();
      System.gc();
      Thread.sleep(50);
      Pointer.deallocateReferences();
    } while (Pointer.totalBytes() < bytes);
    return bytes;
  }

  private static void assertNear(String what, long taken, long estimated) {
    double off = (double) estimated / taken - 1;
    assertTrue(
        Math.abs(off) <= TOLERANCE,
        "%s: %,d bytes were estimated and %,d taken".formatted(what, estimated, taken));
  }
}
