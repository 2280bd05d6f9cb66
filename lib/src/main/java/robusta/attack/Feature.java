package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/**
 * A coordinate of the representation, up to a ceiling: R_i without one, min(R_i - ceiling, 0) with
 * one. See {@link Objective#feature} and {@link Objective#featureAddition}.
 */
record Feature(int[] features, float ceiling) implements Objective {

  @Override
  public Set<Tap> taps() {
    return Set.of(Tap.REPRESENTATION);
  }

  @Override
  public boolean fakeRelu() {
    return true;
  }

  @Override
  public String name() {
    return capped() ? "feature addition" : "feature activation";
  }

  private boolean capped() {
    return ceiling < Float.POSITIVE_INFINITY;
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    if (features.length != 1 && features.length != count) {
      throw new RobustaException(
          "%d images came with %d features; give one for all or one per image"
              .formatted(count, features.length));
    }
    Inputs.requireFeatures(session.size(Tap.REPRESENTATION), features);
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    float[] representation = values.value(Tap.REPRESENTATION);
    float[] gradient = values.gradient(Tap.REPRESENTATION);
    int size = values.size(Tap.REPRESENTATION);
    for (int i = 0; i < values.count(); i++) {
      int at = i * size + (features.length == 1 ? features[0] : features[values.first() + i]);
      float value = representation[at];
      losses[i] = capped() ? Math.min(value - ceiling, 0) : value;
      gradient[at] = value < ceiling ? 1 : 0;
    }
  }
}
