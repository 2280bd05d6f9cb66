package robusta.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.RobustaException;

/** What a session says to whoever misuses it, and that it works on. */
class MistakesTest {
  private static final int INPUTS = 2 * 6 * 6;
  private final Model model = Chains.usual(0);
  private final float[] images = Vectors.pixels(1, 4 * INPUTS);
  private final float[] weighing = Vectors.normal(2, 4 * Chains.CLASSES);

  @Test
  void batchesThatDoNotExist() {
    float[] logits = new float[4 * Chains.CLASSES];
    try (EvalSession session = evaluate(model);
        TrainSession training = OneDnnEngine.instance().train(model, Precision.F32)) {
      for (int count : new int[] {0, -1}) {
        assertMessage(
            "a batch needs at least one image, not " + count, () -> session.forward(images, count));
        assertMessage(
            "a batch needs at least one image, not " + count,
            () -> training.forward(images, count, 1, logits));
      }
      String tooFew = "5 images of the model's size hold 360 pixel values, but only 288 came in";
      assertMessage(tooFew, () -> session.forward(images, 5));
      assertMessage(tooFew, () -> training.forward(images, 5, 1, logits));
      session.forward(images, 4);
      training.forward(images, 4, 1, logits);
      training.backward(weighing);
    }
  }

  @Test
  void valuesThatNobodyAskedFor() {
    try (EvalSession session = evaluate(model)) {
      session.forward(images, 4);
      float[] values = new float[4 * session.size(Tap.REPRESENTATION)];
      RobustaException thrown =
          assertThrows(RobustaException.class, () -> session.value(Tap.REPRESENTATION, values));
      assertTrue(thrown.getMessage().contains("was not asked for"), thrown.getMessage());
    }
    RobustaException thrown =
        assertThrows(
            RobustaException.class,
            () ->
                OneDnnEngine.instance().evaluate(model, Set.of(new Tap("layer9")), Precision.F32));
    assertEquals(
        "the model has no layer 'layer9'; its layers are layer0, layer1, layer2, output",
        thrown.getMessage());
  }

  @Test
  void sessionsThatHaveSeenNothingOrAreClosed() {
    EvalSession session = evaluate(model);
    TrainSession training = OneDnnEngine.instance().train(model, Precision.F32);
    float[] logits = new float[4 * Chains.CLASSES];
    assertThrows(IllegalStateException.class, () -> session.value(Tap.LOGITS, logits));
    assertThrows(IllegalStateException.class, () -> training.backward(weighing));
    session.forward(images, 4);
    training.forward(images, 4, 1, logits);
    session.close();
    training.close();
    session.close();
    training.close();
    assertThrows(IllegalStateException.class, () -> session.value(Tap.LOGITS, logits));
    assertThrows(IllegalStateException.class, () -> training.backward(weighing));
    assertThrows(IllegalStateException.class, () -> session.forward(images, 4));
    assertThrows(IllegalStateException.class, () -> training.forward(images, 4, 1, logits));
  }

  /** The network is small and its layers are large, so that little is needed to ask for much. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aBatchThatDoesNotFitSaysWhichDoes() throws IOException {
    Model wide =
        Chains.model(
            1,
            2,
            2,
            Chains.convolution(4096, 1),
            new BatchNormalization.Builder().build(),
            Chains.convolution(4096, 1));
    // A layer takes 64 KiB for an image; this is more than the machine has.
    int count = Math.toIntExact(available() / (1 << 16) + 1);
    float[] many = new float[4 * count];
    float[] logits = new float[count * Chains.CLASSES];
    float[] few = Vectors.pixels(1, 4 * 4);
    try (EvalSession session = evaluate(wide);
        TrainSession training = OneDnnEngine.instance().train(wide, Precision.F32)) {
      session.forward(few, 4);
      float[] expected = new float[4 * Chains.CLASSES];
      session.value(Tap.LOGITS, expected);

      long fits = fitting(() -> session.forward(many, count), count);
      assertTrue(fits < count, "a batch of " + fits);
      assertThrows(IllegalStateException.class, () -> session.value(Tap.LOGITS, logits));
      long fitsInTraining = fitting(() -> training.forward(many, count, 1, logits), count);
      assertTrue(fitsInTraining < fits, fitsInTraining + " in training, " + fits + " frozen");
      assertThrows(IllegalStateException.class, () -> training.backward(logits));

      session.forward(few, 4);
      float[] again = new float[4 * Chains.CLASSES];
      session.value(Tap.LOGITS, again);
      assertArrayEquals(expected, again);
      session.backward(Map.of(Tap.LOGITS, expected), false, new float[4 * 4]);
      training.forward(few, 4, 1, again);
      training.backward(expected);
    }
  }

  private static long fitting(Executable tooMuch, int count) {
    RobustaException thrown = assertThrows(RobustaException.class, tooMuch);
    Matcher sentence =
        Pattern.compile(
                "a batch of %d images of 1x2x2 through 'chain' needs [0-9.]+ GB of memory and [0-9.]+ GB are free; a batch of (\\d+) fits"
                    .formatted(count))
            .matcher(thrown.getMessage());
    assertTrue(sentence.matches(), thrown.getMessage());
    return Long.parseLong(sentence.group(1));
  }

  private static long available() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no MemAvailable in /proc/meminfo");
  }

  private static EvalSession evaluate(Model model) {
    return OneDnnEngine.instance().evaluate(model, Set.of(Tap.LOGITS), Precision.F32);
  }

  private static void assertMessage(String message, Executable mistake) {
    assertEquals(message, assertThrows(RobustaException.class, mistake).getMessage());
  }

  @Test
  void modelsThatDoNotFitTheirGraphs() {
    Model other = new Model("other", model.graph(), model.normalizer(), List.of("a", "b"), 2, 6, 6);
    assertMessage(
        "model 'other' names 2 classes, but its output layer has 3 outputs", () -> evaluate(other));
  }
}
