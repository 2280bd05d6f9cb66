package robusta.data;

import java.util.SplittableRandom;

/**
 * See {@link Augmentations#lighting}. The components are those of the {@code robustness} library,
 * which has them from fb.resnet.torch.
 */
record Lighting(double deviation) implements PerImage {
  private static final double[] VALUES = {.2175, .0188, .0045};
  private static final double[][] VECTORS = {
    {-.5675, .7192, .4009}, {-.5808, -.0045, -.8140}, {-.5836, -.6948, .4203}
  };

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    if (channels != 3 || deviation == 0) {
      return;
    }
    double[] weights = new double[3];
    for (int i = 0; i < 3; i++) {
      weights[i] = VALUES[i] * deviation * random.nextGaussian();
    }
    int plane = height * width;
    for (int c = 0; c < 3; c++) {
      double[] v = VECTORS[c];
      float shift = (float) (v[0] * weights[0] + v[1] * weights[1] + v[2] * weights[2]);
      for (int i = at + c * plane; i < at + (c + 1) * plane; i++) {
        pixels[i] = Math.min(1, Math.max(0, pixels[i] + shift));
      }
    }
  }
}
