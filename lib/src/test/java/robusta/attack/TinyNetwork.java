package robusta.attack;

import java.util.Map;
import java.util.SplittableRandom;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.Cancellation;

/** relu(A x + a), then B r + b, differentiated by hand in double. */
final class TinyNetwork implements EvalSession {
  final int inputs;
  final int features;
  final int classes;
  final double[][] first;
  final double[] firstBias;
  final double[][] second;
  final double[] secondBias;
  int forwards;
  int backwards;

  private Cancellation cancellation = new Cancellation();
  private float[] images;
  private int count;
  private double[][] before;
  private double[][] logits;

  TinyNetwork(long seed, int inputs, int features, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    this.inputs = inputs;
    this.features = features;
    this.classes = classes;
    first = matrix(random, features, inputs);
    firstBias = matrix(random, 1, features)[0];
    second = matrix(random, classes, features);
    secondBias = matrix(random, 1, classes)[0];
  }

  private static double[][] matrix(SplittableRandom random, int rows, int columns) {
    double[][] m = new double[rows][columns];
    for (double[] row : m) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian() / Math.sqrt(columns);
      }
    }
    return m;
  }

  static float[] uniform(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  @Override
  public int inputSize() {
    return inputs;
  }

  @Override
  public int size(Tap tap) {
    if (tap.equals(Tap.INPUT)) {
      return inputs;
    }
    return tap.equals(Tap.LOGITS) ? classes : features;
  }

  @Override
  public void forward(float[] shown, int examples) {
    cancellation.check();
    forwards++;
    images = shown.clone();
    count = examples;
    before = new double[count][features];
    logits = new double[count][classes];
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < features; f++) {
        double sum = firstBias[f];
        for (int j = 0; j < inputs; j++) {
          sum += first[f][j] * images[i * inputs + j];
        }
        before[i][f] = sum;
      }
      for (int c = 0; c < classes; c++) {
        double sum = secondBias[c];
        for (int f = 0; f < features; f++) {
          sum += second[c][f] * Math.max(0, before[i][f]);
        }
        logits[i][c] = sum;
      }
    }
  }

  @Override
  public void value(Tap tap, float[] into) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < size(tap); j++) {
        double value;
        if (tap.equals(Tap.INPUT)) {
          value = images[i * inputs + j];
        } else if (tap.equals(Tap.LOGITS)) {
          value = logits[i][j];
        } else {
          value = Math.max(0, before[i][j]);
        }
        into[i * size(tap) + j] = (float) value;
      }
    }
  }

  @Override
  public void backward(Map<Tap, float[]> gradients, boolean fakeRelu, float[] into) {
    backwards++;
    for (int i = 0; i < count; i++) {
      double[] rep = new double[features];
      float[] given = gradients.get(Tap.REPRESENTATION);
      float[] ofLogits = gradients.get(Tap.LOGITS);
      for (int f = 0; f < features; f++) {
        rep[f] = given == null ? 0 : given[i * features + f];
        for (int c = 0; ofLogits != null && c < classes; c++) {
          rep[f] += second[c][f] * ofLogits[i * classes + c];
        }
        if (!fakeRelu && before[i][f] <= 0) {
          rep[f] = 0;
        }
      }
      float[] ofInput = gradients.get(Tap.INPUT);
      for (int j = 0; j < inputs; j++) {
        double sum = ofInput == null ? 0 : ofInput[i * inputs + j];
        for (int f = 0; f < features; f++) {
          sum += rep[f] * first[f][j];
        }
        into[i * inputs + j] = (float) sum;
      }
    }
  }

  @Override
  public void refresh() {}

  @Override
  public void cancelWith(Cancellation request) {
    cancellation = request;
  }

  @Override
  public void close() {}
}
