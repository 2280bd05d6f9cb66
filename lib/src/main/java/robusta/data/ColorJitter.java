package robusta.data;

import java.util.SplittableRandom;

/** See {@link Augmentations#colorJitter}. */
record ColorJitter(float brightness, float contrast, float saturation) implements PerImage {
  /** The luma of ITU-R BT.601, which Pillow and torchvision make grey images with. */
  static final float RED = 0.299f;

  static final float GREEN = 0.587f;
  static final float BLUE = 0.114f;

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    float[] factors = {
      factor(brightness, random), factor(contrast, random), factor(saturation, random)
    };
    int plane = height * width;
    for (int operation : Datasets.shuffled(factors.length, random)) {
      switch (operation) {
        case 0 -> brighten(pixels, at, channels * plane, factors[0]);
        case 1 -> contrast(pixels, at, channels, plane, factors[1]);
        default -> saturate(pixels, at, channels, plane, factors[2]);
      }
    }
  }

  private static float factor(float strength, SplittableRandom random) {
    float least = Math.max(0, 1 - strength);
    return (float) (least + (1 + strength - least) * random.nextDouble());
  }

  static void brighten(float[] pixels, int at, int count, float factor) {
    for (int i = at; i < at + count; i++) {
      pixels[i] = clamp(pixels[i] * factor);
    }
  }

  static void contrast(float[] pixels, int at, int channels, int plane, float factor) {
    float rest = (1 - factor) * meanGrey(pixels, at, channels, plane);
    for (int i = at; i < at + channels * plane; i++) {
      pixels[i] = clamp(factor * pixels[i] + rest);
    }
  }

  static void saturate(float[] pixels, int at, int channels, int plane, float factor) {
    if (channels != 3) {
      return;
    }
    for (int r = at, g = at + plane, b = at + 2 * plane; r < at + plane; r++, g++, b++) {
      float rest = (1 - factor) * (RED * pixels[r] + GREEN * pixels[g] + BLUE * pixels[b]);
      pixels[r] = clamp(factor * pixels[r] + rest);
      pixels[g] = clamp(factor * pixels[g] + rest);
      pixels[b] = clamp(factor * pixels[b] + rest);
    }
  }

  private static float meanGrey(float[] pixels, int at, int channels, int plane) {
    if (channels != 3) {
      return mean(pixels, at, channels * plane);
    }
    return RED * mean(pixels, at, plane)
        + GREEN * mean(pixels, at + plane, plane)
        + BLUE * mean(pixels, at + 2 * plane, plane);
  }

  private static float mean(float[] pixels, int at, int count) {
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += pixels[i];
    }
    return (float) (sum / count);
  }

  private static float clamp(float value) {
    return Math.min(1, Math.max(0, value));
  }
}
