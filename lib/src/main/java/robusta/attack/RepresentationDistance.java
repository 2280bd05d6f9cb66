package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#representationDistance}. */
record RepresentationDistance(float[] targets) implements Objective {

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
    return "representation distance";
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    int size = session.size(Tap.REPRESENTATION);
    if (targets.length != (long) count * size) {
      throw new RobustaException(
          "%d target values came with %d images whose representations have %d values each"
              .formatted(targets.length, count, size));
    }
    for (int i = 0; i < count; i++) {
      if (!(Vectors.norm(targets, i * size, (i + 1) * size) > 0)) {
        throw new RobustaException(
            "the target representation of image %d is all zeros or not a number, so no distance"
                    .formatted(i)
                + " relative to it exists; choose another target");
      }
    }
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    float[] representation = values.value(Tap.REPRESENTATION);
    float[] gradient = values.gradient(Tap.REPRESENTATION);
    int size = values.size(Tap.REPRESENTATION);
    for (int i = 0; i < values.count(); i++) {
      int from = i * size;
      int target = (values.first() + i) * size;
      double norm = Vectors.norm(targets, target, target + size);
      double squares = 0;
      for (int j = 0; j < size; j++) {
        float d = representation[from + j] - targets[target + j];
        gradient[from + j] = d;
        squares += (double) d * d;
      }
      double distance = Math.sqrt(squares);
      losses[i] = (float) (distance / norm);
      Vectors.scale(
          gradient, distance > 0 ? (float) (1 / (distance * norm)) : 0, from, from + size);
    }
  }
}
