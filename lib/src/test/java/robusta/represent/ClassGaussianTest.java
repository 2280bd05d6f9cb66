package robusta.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import robusta.data.Dataset;
import robusta.data.Datasets;
import robusta.data.Images;
import robusta.run.RobustaException;
import robusta.run.RunContext;

class ClassGaussianTest {
  private final RunContext context = RunContext.quiet(3);

  /** Two pixels that go together in class 0 and against each other in class 1. */
  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(1);
    int count = 400;
    Images images = Images.zeros(count, 1, 1, 2);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double a = 0.05 * random.nextGaussian();
      images.pixels()[2 * i] = (float) (0.4 + a);
      images.pixels()[2 * i + 1] =
          (float) (0.6 + (i % 2 == 0 ? a : -a) + 0.01 * random.nextGaussian());
    }
    return Datasets.of("pairs", List.of("with", "against"), images, labels);
  }

  @Test
  void samplesHaveTheMeanAndCovarianceOfTheirClass() {
    int count = 4000;
    float[] samples = ClassGaussian.sample(data(), count, context, 1).pixels();
    double[] mean = new double[2];
    for (int i = 0; i < samples.length; i++) {
      mean[i % 2] += samples[i] / count;
    }
    double variance = 0;
    double covariance = 0;
    for (int i = 0; i < count; i++) {
      double a = samples[2 * i] - mean[0];
      variance += a * a / count;
      covariance += a * (samples[2 * i + 1] - mean[1]) / count;
    }
    assertEquals(0.4, mean[0], 0.01);
    assertEquals(0.6, mean[1], 0.01);
    assertEquals(0.05, Math.sqrt(variance), 0.006);
    assertEquals(-1, covariance / variance, 0.05);
  }

  @Test
  void aClassesSamplesDoNotDependOnTheOthers() {
    Images both = ClassGaussian.sample(data(), 3, context, 0, 1);
    Images one = ClassGaussian.sample(data(), 3, context, 1);
    assertEquals(6, both.count());
    assertArrayEquals(one.pixels(), both.slice(3, 6).pixels());
  }

  @Test
  void aClassOfOneImageHasNoDistribution() {
    String message =
        assertThrows(
                RobustaException.class, () -> ClassGaussian.sample(data().first(3), 1, context, 1))
            .getMessage();
    assertTrue(message.contains("1 images of the class 'against'"), message);
  }
}
