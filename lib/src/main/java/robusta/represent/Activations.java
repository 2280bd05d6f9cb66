package robusta.represent;

import java.util.Arrays;

/**
 * What a network makes of some images.
 *
 * @param count how many images
 * @param representationSize coordinates of a representation
 * @param classes logits per image
 * @param representations {@code count * representationSize} values
 * @param logits {@code count * classes} values
 */
public record Activations(
    int count, int representationSize, int classes, float[] representations, float[] logits) {

  /** The representation of one image, copied. */
  public float[] representation(int image) {
    return Arrays.copyOfRange(
        representations, image * representationSize, (image + 1) * representationSize);
  }

  /** One coordinate of the representation of one image. */
  public float activation(int image, int feature) {
    return representations[image * representationSize + feature];
  }

  /** The class with the largest logit, per image. */
  public int[] predictions() {
    int[] predictions = new int[count];
    for (int i = 0; i < count; i++) {
      int from = i * classes;
      for (int j = 1; j < classes; j++) {
        if (logits[from + j] > logits[from + predictions[i]]) {
          predictions[i] = j;
        }
      }
    }
    return predictions;
  }

  /** The softmax of the logits of one image: one probability per class. */
  public double[] probabilities(int image) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < classes; j++) {
      largest = Math.max(largest, logits[image * classes + j]);
    }
    double[] probabilities = new double[classes];
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      probabilities[j] = Math.exp(logits[image * classes + j] - largest);
      sum += probabilities[j];
    }
    for (int j = 0; j < classes; j++) {
      probabilities[j] /= sum;
    }
    return probabilities;
  }

  /** The part of the images whose prediction is the label, from 0 to 1. */
  public double accuracy(int... labels) {
    int[] predictions = predictions();
    int right = 0;
    for (int i = 0; i < count; i++) {
      right += predictions[i] == labels[i] ? 1 : 0;
    }
    return (double) right / count;
  }

  /**
   * One coordinate of each example's representation.
   *
   * @param features which one of the first example, of the second, ...
   */
  float[] own(int... features) {
    float[] values = new float[features.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = activation(i, features[i]);
    }
    return values;
  }
}
