package robusta.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** See {@link Augmentations#padCrop(int)}. */
record PadCrop(int padding) implements PerImage {

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    int rows = channels * height;
    float[] original = Arrays.copyOfRange(pixels, at, at + rows * width);
    int from = Math.min(width, Math.max(0, -right));
    int to = Math.max(0, Math.min(width, width - right));
    for (int row = 0; row < rows; row++) {
      int start = at + row * width;
      int y = row % height + down;
      if (y < 0 || y >= height || from >= to) {
        Arrays.fill(pixels, start, start + width, 0);
      } else {
        System.arraycopy(
            original, (row + down) * width + from + right, pixels, start + from, to - from);
        Arrays.fill(pixels, start, start + from, 0);
        Arrays.fill(pixels, start + to, start + width, 0);
      }
    }
  }
}
