package robusta.attack;

import java.util.Arrays;
import java.util.SplittableRandom;
import robusta.run.RobustaException;

/** See {@link Transform#rotation}. */
record Rotation(double degrees) implements Transform {

  Rotation {
    if (!(degrees >= 0) || Double.isInfinite(degrees)) {
      throw new RobustaException("rotation must be 0 degrees or more, not " + degrees);
    }
  }

  @Override
  public Bound bind(int channels, int height, int width, int capacity) {
    int plane = height * width;
    float[] turned = new float[capacity * channels * plane];
    float[] back = new float[capacity * channels * plane];
    // Each pixel reads four neighbours of the image it is turned from, with these weights.
    int[] neighbours = new int[capacity * plane * 4];
    float[] weights = new float[capacity * plane * 4];
    return new Bound() {
      @Override
      public void draw(SplittableRandom[] randoms, int count) {
        for (int i = 0; i < count; i++) {
          aim(i, Math.toRadians(degrees * (2 * randoms[i].nextDouble() - 1)));
        }
      }

      private void aim(int example, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double middleY = (height - 1) / 2.0;
        double middleX = (width - 1) / 2.0;
        int at = example * plane * 4;
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double fromY = middleY + cos * (y - middleY) - sin * (x - middleX);
            double fromX = middleX + sin * (y - middleY) + cos * (x - middleX);
            fromY = Math.min(height - 1, Math.max(0, fromY));
            fromX = Math.min(width - 1, Math.max(0, fromX));
            int top = (int) fromY;
            int left = (int) fromX;
            int bottom = Math.min(height - 1, top + 1);
            int right = Math.min(width - 1, left + 1);
            float down = (float) (fromY - top);
            float across = (float) (fromX - left);
            neighbours[at] = top * width + left;
            neighbours[at + 1] = top * width + right;
            neighbours[at + 2] = bottom * width + left;
            neighbours[at + 3] = bottom * width + right;
            weights[at] = (1 - down) * (1 - across);
            weights[at + 1] = (1 - down) * across;
            weights[at + 2] = down * (1 - across);
            weights[at + 3] = down * across;
            at += 4;
          }
        }
      }

      @Override
      public float[] apply(float[] images, int count) {
        for (int i = 0; i < count; i++) {
          for (int c = 0; c < channels; c++) {
            int from = (i * channels + c) * plane;
            int at = i * plane * 4;
            for (int p = 0; p < plane; p++, at += 4) {
              turned[from + p] =
                  weights[at] * images[from + neighbours[at]]
                      + weights[at + 1] * images[from + neighbours[at + 1]]
                      + weights[at + 2] * images[from + neighbours[at + 2]]
                      + weights[at + 3] * images[from + neighbours[at + 3]];
            }
          }
        }
        return turned;
      }

      @Override
      public float[] adjoint(float[] gradient, int count) {
        Arrays.fill(back, 0, count * channels * plane, 0);
        for (int i = 0; i < count; i++) {
          for (int c = 0; c < channels; c++) {
            int into = (i * channels + c) * plane;
            int at = i * plane * 4;
            for (int p = 0; p < plane; p++, at += 4) {
              float g = gradient[into + p];
              back[into + neighbours[at]] += weights[at] * g;
              back[into + neighbours[at + 1]] += weights[at + 1] * g;
              back[into + neighbours[at + 2]] += weights[at + 2] * g;
              back[into + neighbours[at + 3]] += weights[at + 3] * g;
            }
          }
        }
        return back;
      }
    };
  }

  @Override
  public String toString() {
    return "rotation " + degrees;
  }
}
