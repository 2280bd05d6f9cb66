package robusta.data;

import java.util.SplittableRandom;

/** See {@link Augmentations#resizedCrop()}. */
record ResizedCrop() implements PerImage {
  private static final double LEAST_AREA = .08;
  private static final double LARGEST_RATIO = 4 / 3.0;
  private static final int TRIES = 10;

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    Resampling.Box box = box(height, width, random);
    int plane = height * width;
    for (int c = 0; c < channels; c++) {
      float[] resized = Resampling.resize(pixels, at + c * plane, width, box, height, width);
      System.arraycopy(resized, 0, pixels, at + c * plane, plane);
    }
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
