package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;

/** After the first step of a batch size, steps allocate nothing that grows with the work. */
class SteadyStateTest {
  private static final int COUNT = 8;
  private static final int INPUTS = 2 * 6 * 6;

  /** Java objects per call: a task for the engine's thread, short-lived wrappers. */
  private static final long BYTES_PER_STEP = 4096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Model model = Chains.usual(0.8);
  private final float[] images = Vectors.pixels(1, COUNT * INPUTS);
  private final float[] weighing = Vectors.normal(2, COUNT * Chains.CLASSES);
  private final float[] logits = new float[weighing.length];
  private final float[] gradient = new float[images.length];
  private final EvalSession frozen =
      OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32);
  private final TrainSession training = OneDnnEngine.instance().train(model, Precision.F32);

  @AfterEach
  void close() {
    frozen.close();
    training.close();
  }

  private void frozenStep() {
    frozen.forward(images, COUNT);
    frozen.value(Tap.LOGITS, logits);
    frozen.backward(Map.of(Tap.LOGITS, weighing), false, gradient);
  }

  private void trainingStep() {
    training.forward(images, COUNT, 3, logits);
    training.backward(weighing);
  }

  /** What this thread and the engine's have allocated in Java's heap so far. */
  private static long allocated() {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("robusta-engine")) {
        bytes += THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }
    return bytes;
  }

  private static long perStep(Runnable step) {
    step.run();
    step.run();
    int steps = 100;
    long before = allocated();
    for (int i = 0; i < steps; i++) {
      step.run();
    }
    return (allocated() - before) / steps;
  }

  @Test
  void stepsOnAFrozenNetworkAllocateNothing() {
    long bytes = perStep(this::frozenStep);
    assertTrue(bytes < BYTES_PER_STEP, bytes + " bytes a step");
  }

  @Test
  void trainingStepsAllocateNothing() {
    long bytes = perStep(this::trainingStep);
    assertTrue(bytes < BYTES_PER_STEP, bytes + " bytes a step");
  }

  @Test
  void readingTheWeightsAgainAllocatesLittle() {
    frozenStep();
    long bytes = perStep(frozen::refresh);
    assertTrue(bytes < BYTES_PER_STEP, bytes + " bytes a time");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsFlat() throws IOException {
    checkFlat(400);
  }

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void memoryIsFlatOverTenThousandSteps() throws IOException {
    checkFlat(10_000);
  }

  private void checkFlat(int steps) throws IOException {
    for (int i = 0; i < 100; i++) {
      frozenStep();
      trainingStep();
    }
    long pointers = Pointer.totalBytes();
    System.gc();
    long resident = resident();
    for (int i = 0; i < steps; i++) {
      frozen.refresh();
      frozenStep();
      trainingStep();
    }
    assertTrue(Pointer.totalBytes() <= pointers, "javacpp holds more");
    System.gc();
    long grown = resident() - resident;
    // The heap's own garbage comes and goes within a few megabytes.
    assertTrue(grown < 32 << 20, "grew by " + grown + " bytes");
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
