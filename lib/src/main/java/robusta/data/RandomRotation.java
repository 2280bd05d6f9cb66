package robusta.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** See {@link Augmentations#rotation}. */
record RandomRotation(double degrees) implements PerImage {

  @Override
  public void change(
      float[] pixels, int at, int channels, int height, int width, SplittableRandom random) {
    rotate(pixels, at, channels, height, width, (2 * random.nextDouble() - 1) * degrees);
  }

  /** Turns one image counter-clockwise. */
  static void rotate(float[] pixels, int at, int channels, int height, int width, double degrees) {
    float[] original = Arrays.copyOfRange(pixels, at, at + channels * height * width);
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      double fromCentreY = y + .5 - height / 2.0;
      for (int x = 0; x < width; x++) {
        double fromCentreX = x + .5 - width / 2.0;
        int fromX = (int) Math.floor(cos * fromCentreX - sin * fromCentreY + width / 2.0);
        int fromY = (int) Math.floor(sin * fromCentreX + cos * fromCentreY + height / 2.0);
        boolean inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
        int to = y * width + x;
        int from = fromY * width + fromX;
        for (int c = 0; c < channels; c++) {
          pixels[at + c * plane + to] = inside ? original[c * plane + from] : 0;
        }
      }
    }
  }
}
