package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#maskedDistance}. */
record MaskedDistance(float[] targets, float[] weights) implements Objective {

  @Override
  public Set<Tap> taps() {
    return Set.of(Tap.INPUT);
  }

  @Override
  public String name() {
    return "masked distance";
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    long size = session.size(Tap.INPUT);
    if (targets.length != count * size || weights.length != targets.length) {
      throw new RobustaException(
          "%d images of %d values came with %d target values and %d weights"
              .formatted(count, size, targets.length, weights.length));
    }
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    float[] input = values.value(Tap.INPUT);
    float[] gradient = values.gradient(Tap.INPUT);
    int size = values.size(Tap.INPUT);
    for (int i = 0; i < values.count(); i++) {
      double squares = 0;
      int target = (values.first() + i) * size;
      for (int j = 0; j < size; j++) {
        float weight = weights[target + j];
        float d = weight * (input[i * size + j] - targets[target + j]);
        squares += (double) d * d;
        gradient[i * size + j] = 2 * weight * d / size;
      }
      losses[i] = (float) (squares / size);
    }
  }
}
