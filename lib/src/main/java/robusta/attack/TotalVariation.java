package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#totalVariation}. */
record TotalVariation(int channels, int height, int width) implements Objective {
  /** Rounds off the corner of the root at 0, where it has no derivative. */
  private static final double CORNER = 1e-3;

  @Override
  public Set<Tap> taps() {
    return Set.of(Tap.INPUT);
  }

  @Override
  public String name() {
    return "total variation";
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    if (session.size(Tap.INPUT) != channels * height * width) {
      throw new RobustaException(
          "the total variation of images of %dx%dx%d was asked for, but the network takes %d values"
              .formatted(channels, height, width, session.size(Tap.INPUT)));
    }
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    float[] input = values.value(Tap.INPUT);
    float[] gradient = values.gradient(Tap.INPUT);
    int plane = height * width;
    for (int i = 0; i < values.count(); i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += plane(input, gradient, (i * channels + c) * plane);
      }
      losses[i] = (float) sum;
    }
  }

  private double plane(float[] input, float[] gradient, int from) {
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = from + y * width + x;
        double right = x + 1 < width ? input[at + 1] - input[at] : 0;
        double down = y + 1 < height ? input[at + width] - input[at] : 0;
        double length = Math.sqrt(right * right + down * down + CORNER * CORNER);
        sum += length - CORNER;
        gradient[at] -= (float) ((right + down) / length);
        if (x + 1 < width) {
          gradient[at + 1] += (float) (right / length);
        }
        if (y + 1 < height) {
          gradient[at + width] += (float) (down / length);
        }
      }
    }
    return sum;
  }
}
