package robusta.represent;

import java.util.Arrays;
import java.util.SplittableRandom;
import robusta.data.Images;
import robusta.run.RunContext;

/** Images to start an optimisation from that show nothing. */
public final class Starts {
  private Starts() {}

  /**
   * Noise around mid-grey: N(0, 1) / 20 + 0.5 per value, clamped to [0, 1], as the paper starts its
   * inversions.
   */
  public static Images noise(RunContext context, int count, int channels, int height, int width) {
    Images noise = Images.zeros(count, channels, height, width);
    SplittableRandom random = context.random("noise", 0);
    float[] pixels = noise.pixels();
    for (int i = 0; i < pixels.length; i++) {
      double value = random.nextGaussian() / 20 + 0.5;
      pixels[i] = (float) Math.min(1, Math.max(0, value));
    }
    return noise;
  }

  /** Mid-grey: 0.5 everywhere. */
  public static Images gray(int count, int channels, int height, int width) {
    Images gray = Images.zeros(count, channels, height, width);
    Arrays.fill(gray.pixels(), 0.5f);
    return gray;
  }
}
