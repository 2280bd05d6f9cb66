package robusta.data;

import robusta.run.RobustaException;

/**
 * What a model does to an image first: clamp each pixel to [0, 1], subtract the channel's mean,
 * divide by its standard deviation. The derivative of the clamp is 1 on the closed interval.
 *
 * @param mean one value per channel
 * @param std one positive value per channel
 */
public record Normalizer(float[] mean, float[] std) {

  public Normalizer {
    if (mean.length != std.length) {
      throw new RobustaException(
          "a normalizer needs as many means as deviations, not %d and %d"
              .formatted(mean.length, std.length));
    }
    for (float s : std) {
      if (!(s > 0)) {
        throw new RobustaException("a normalizer's deviations must be positive, not " + s);
      }
    }
  }

  /** Leaves pixels in [0, 1] as they are. */
  public static Normalizer identity(int channels) {
    float[] std = new float[channels];
    java.util.Arrays.fill(std, 1);
    return new Normalizer(new float[channels], std);
  }

  /** How many channels it is for. */
  public int channels() {
    return mean.length;
  }
}
