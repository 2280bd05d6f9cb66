package robusta.represent;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import robusta.data.Dataset;
import robusta.data.Images;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Starts for class-conditional generation: samples of the normal distribution that has the mean and
 * the covariance of a class's training images, as in section 3.1 of S. Santurkar et al., Image
 * Synthesis with a Single (Robust) Classifier, NeurIPS 2019.
 *
 * <p>With the images x_1 ... x_n, their mean m and z_i ~ N(0, 1), m + sum of z_i (x_i - m) / sqrt(n
 * - 1) has just this distribution. So no covariance is ever written down, and none of the
 * downsampling that the paper needs to do so; one pass over the images serves all samples. They are
 * clamped to [0, 1].
 */
public final class ClassGaussian {
  /** Images of a class that are looked at; no more are needed for a start. */
  private static final int MOST = 5000;

  private static final int AT_ONCE = 256;

  private ClassGaussian() {}

  /**
   * Draws samples of some classes.
   *
   * @param count samples per class
   * @return those of the first class, then those of the next
   * @throws RobustaException if a class has fewer than two images
   */
  public static Images sample(Dataset data, int count, RunContext context, int... classes) {
    int[] labels = data.labels();
    Images[] samples = new Images[classes.length];
    for (int k = 0; k < classes.length; k++) {
      int label = classes[k];
      if (label < 0 || label >= data.classes().size()) {
        throw new RobustaException(
            "%s has the classes 0 to %d; class %d was asked for"
                .formatted(data.name(), data.classes().size() - 1, label));
      }
      int[] own =
          IntStream.range(0, labels.length).filter(i -> labels[i] == label).limit(MOST).toArray();
      if (own.length < 2) {
        throw new RobustaException(
            "%s has %d images of the class '%s'; a normal distribution needs at least 2"
                .formatted(data.name(), own.length, data.classes().get(label)));
      }
      // Each class has a stream of its own, so that it does not depend on what else is drawn.
      samples[k] = sample(data, own, count, context.random("class gaussian", label), context);
    }
    return Images.concat(samples);
  }

  private static Images sample(
      Dataset data, int[] own, int count, SplittableRandom random, RunContext context) {
    int size = data.channels() * data.height() * data.width();
    double[] mean = new double[size];
    double[][] sums = new double[count][size];
    double[] weights = new double[count];
    for (int from = 0; from < own.length; from += AT_ONCE) {
      context.cancellation().check();
      int[] part = Arrays.copyOfRange(own, from, Math.min(own.length, from + AT_ONCE));
      float[] pixels = data.batch(part).images().pixels();
      for (int i = 0; i < part.length; i++) {
        for (int j = 0; j < size; j++) {
          mean[j] += pixels[i * size + j] / own.length;
        }
        for (int s = 0; s < count; s++) {
          double z = random.nextGaussian();
          weights[s] += z;
          double[] sum = sums[s];
          for (int j = 0; j < size; j++) {
            sum[j] += z * pixels[i * size + j];
          }
        }
      }
    }
    float[] samples = new float[count * size];
    double scale = 1 / Math.sqrt(own.length - 1);
    for (int s = 0; s < count; s++) {
      for (int j = 0; j < size; j++) {
        double value = mean[j] + (sums[s][j] - weights[s] * mean[j]) * scale;
        samples[s * size + j] = (float) Math.min(1, Math.max(0, value));
      }
    }
    return new Images(samples, count, data.channels(), data.height(), data.width());
  }
}
