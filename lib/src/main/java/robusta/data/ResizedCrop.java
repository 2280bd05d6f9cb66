package robusta.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** See {@link Augmentations#resizedCrop()}. */
record ResizedCrop() implements PerImage {
  private static final double LEAST_AREA = .08;
  private static final double LARGEST_RATIO = 4 / 3.0;
  private static final int TRIES = 10;

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    int size = channels * height * width;
    float[] whole = Arrays.copyOfRange(pixels, at, at + size);
    float[] cropped = crop(new Images(whole, 1, channels, height, width), height, width, random);
    System.arraycopy(cropped, 0, pixels, at, size);
  }

  /** A random part of one image of any size, resized to the size asked for. */
  static float[] crop(Images whole, int height, int width, SplittableRandom random) {
    Resampling.Box box = box(whole.height(), whole.width(), random);
    return Resampling.resize(whole, box, height, width, Resampling.Kernel.TRIANGLE).pixels();
  }

  /** The rule of torchvision's RandomResizedCrop, down to its fallback. */
  private static Resampling.Box box(int height, int width, SplittableRandom random) {
    for (int i = 0; i < TRIES; i++) {
      double area = height * (double) width * random.nextDouble(LEAST_AREA, 1);
      double ratio = Math.exp(random.nextDouble(-Math.log(LARGEST_RATIO), Math.log(LARGEST_RATIO)));
      int w = (int) Math.rint(Math.sqrt(area * ratio));
      int h = (int) Math.rint(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.nextInt(height - h + 1);
        int left = random.nextInt(width - w + 1);
        return new Resampling.Box(top, left, h, w);
      }
    }
    int h = Math.min(height, (int) Math.rint(width * LARGEST_RATIO));
    int w = Math.min(width, (int) Math.rint(height * LARGEST_RATIO));
    return new Resampling.Box((height - h) / 2, (width - w) / 2, h, w);
  }
}
