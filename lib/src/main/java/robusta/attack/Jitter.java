package robusta.attack;

import java.util.SplittableRandom;
import robusta.run.RobustaException;

/** See {@link Transform#jitter}. */
record Jitter(int pixels) implements Transform {

  Jitter {
    if (pixels < 0) {
      throw new RobustaException("jitter must be 0 pixels or more, not " + pixels);
    }
  }

  @Override
  public Bound bind(int channels, int height, int width, int capacity) {
    float[] shifted = new float[capacity * channels * height * width];
    float[] back = new float[capacity * channels * height * width];
    int[] down = new int[capacity];
    int[] right = new int[capacity];
    return new Bound() {
      @Override
      public void draw(SplittableRandom[] randoms, int count) {
        for (int i = 0; i < count; i++) {
          down[i] = randoms[i].nextInt(-pixels, pixels + 1);
          right[i] = randoms[i].nextInt(-pixels, pixels + 1);
        }
      }

      @Override
      public float[] apply(float[] images, int count) {
        for (int i = 0; i < count; i++) {
          roll(images, shifted, i, down[i], right[i]);
        }
        return shifted;
      }

      @Override
      public float[] adjoint(float[] gradient, int count) {
        for (int i = 0; i < count; i++) {
          roll(gradient, back, i, -down[i], -right[i]);
        }
        return back;
      }

      private void roll(float[] from, float[] into, int example, int dy, int dx) {
        int shift = Math.floorMod(dx, width);
        for (int c = 0; c < channels; c++) {
          int plane = (example * channels + c) * height * width;
          for (int y = 0; y < height; y++) {
            int source = plane + y * width;
            int target = plane + Math.floorMod(y + dy, height) * width;
            System.arraycopy(from, source, into, target + shift, width - shift);
            System.arraycopy(from, source + width - shift, into, target, shift);
          }
        }
      }
    };
  }

  @Override
  public String toString() {
    return "jitter " + pixels;
  }
}
