package robusta.data;

import java.util.SplittableRandom;

/** See {@link Augmentations#flip()}. */
record Flip() implements PerImage {

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    if (random.nextBoolean()) {
      return;
    }
    for (int row = 0; row < channels * height; row++) {
      int left = at + row * width;
      for (int right = left + width - 1; left < right; left++, right--) {
        float value = pixels[left];
        pixels[left] = pixels[right];
        pixels[right] = value;
      }
    }
  }
}
