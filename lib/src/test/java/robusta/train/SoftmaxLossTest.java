package robusta.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest {

  @Test
  void agreesWithTheDefinitionAndFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(1);
    int count = 4;
    int classes = 5;
    float[] logits = new float[count * classes];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    int[] labels = {0, 4, 2, 2};
    SoftmaxLoss loss = new SoftmaxLoss(classes, 9);
    loss.evaluate(logits, labels, count);
    double[] doubles = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      doubles[i] = logits[i];
    }
    assertEquals(mean(doubles, labels, classes), loss.mean(), 1e-6);
    for (int i = 0; i < logits.length; i++) {
      double old = doubles[i];
      doubles[i] = old + 1e-6;
      double up = mean(doubles, labels, classes);
      doubles[i] = old - 1e-6;
      double down = mean(doubles, labels, classes);
      doubles[i] = old;
      assertEquals((up - down) / 2e-6, loss.gradient()[i], 1e-6);
    }
  }

  private static double mean(double[] logits, int[] labels, int classes) {
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[i * classes + j]);
      }
      total += Math.log(sum) - logits[i * classes + labels[i]];
    }
    return total / labels.length;
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    SoftmaxLoss loss = new SoftmaxLoss(2, 2);
    loss.evaluate(new float[] {1000, -1000, 1000, -1000}, new int[] {0, 1}, 2);
    assertEquals(1000, loss.mean(), 1e-3);
    assertEquals(1, loss.hits());
    assertEquals(0, loss.gradient()[0], 1e-7);
    assertEquals(0.5, loss.gradient()[2], 1e-7);
    assertEquals(-0.5, loss.gradient()[3], 1e-7);
  }
}
