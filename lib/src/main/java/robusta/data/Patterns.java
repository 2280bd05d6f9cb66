package robusta.data;

import java.util.SplittableRandom;

/**
 * Pictures that are no photographs: stripes, checks, rings, blobs and gradients with random
 * colours, sizes, angles and places. Networks have never seen their like, so they show how general
 * a representation is (the structured random patterns of the paper's figure 14).
 */
public final class Patterns {
  private static final int KINDS = 5;
  private static final int BLOBS = 4;

  private Patterns() {}

  /**
   * Patterns of the five kinds in turn.
   *
   * @param random decides everything about them; the first patterns don't depend on the count
   * @param channels 1 for grey, 3 for RGB
   */
  public static Images of(SplittableRandom random, int count, int channels, int height, int width) {
    Images patterns = Images.zeros(count, channels, height, width);
    for (int i = 0; i < count; i++) {
      SplittableRandom own = random.split();
      Field field = field(i % KINDS, own);
      float[] dark = color(own, channels, 0, 0.5);
      float[] light = color(own, channels, 0.5, 0.5);
      // Either may be the ground.
      float[] ground = own.nextBoolean() ? dark : light;
      float[] figure = ground == dark ? light : dark;
      for (int p = 0; p < height * width; p++) {
        int column = p % width;
        int row = p / width;
        double x = (column + 0.5) / width;
        double y = (row + 0.5) / height;
        double part = field.at(x, y);
        for (int c = 0; c < channels; c++) {
          patterns.pixels()[(i * channels + c) * height * width + p] =
              (float) (ground[c] + part * (figure[c] - ground[c]));
        }
      }
    }
    return patterns;
  }

  /** How much of the figure, from 0 to 1, there is at a place; coordinates run from 0 to 1. */
  private interface Field {
    double at(double x, double y);
  }

  private static Field field(int kind, SplittableRandom random) {
    double angle = random.nextDouble() * Math.PI;
    double across = Math.cos(angle);
    double down = Math.sin(angle);
    double waves = 2 + 3 * random.nextDouble();
    double phase = random.nextDouble();
    double x0 = 0.3 + 0.4 * random.nextDouble();
    double y0 = 0.3 + 0.4 * random.nextDouble();
    return switch (kind) {
      case 0 -> (x, y) -> square(waves * (across * x + down * y) + phase);
      case 1 ->
          (x, y) -> {
            double a = square(waves * (across * x + down * y) + phase);
            double b = square(waves * (across * y - down * x) + phase);
            return a * b + (1 - a) * (1 - b);
          };
      case 2 -> (x, y) -> square(2 * waves * Math.hypot(x - x0, y - y0) + phase);
      case 3 -> blobs(random);
      default -> (x, y) -> Math.min(1, Math.max(0, 0.5 + across * (x - 0.5) + down * (y - 0.5)));
    };
  }

  private static Field blobs(SplittableRandom random) {
    double[][] blobs = new double[BLOBS][];
    for (int b = 0; b < BLOBS; b++) {
      blobs[b] =
          new double[] {
            random.nextDouble(), random.nextDouble(), 0.08 + 0.14 * random.nextDouble()
          };
    }
    return (x, y) -> {
      double nearest = 0;
      for (double[] blob : blobs) {
        double distance = Math.hypot(x - blob[0], y - blob[1]) / blob[2];
        nearest = Math.max(nearest, Math.exp(-distance * distance));
      }
      return nearest;
    };
  }

  /** A wave of period 1 that is 0 and 1 in turn, with edges about a pixel wide. */
  private static double square(double t) {
    return Math.min(1, Math.max(0, 0.5 + 4 * Math.sin(2 * Math.PI * t)));
  }

  private static float[] color(SplittableRandom random, int channels, double least, double range) {
    float[] color = new float[channels];
    for (int c = 0; c < channels; c++) {
      color[c] = (float) (least + range * random.nextDouble());
    }
    return color;
  }
}
