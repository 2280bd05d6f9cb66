package robusta.attack;

import java.util.Set;
import robusta.engine.Tap;

/** See {@link StopRule#dominates}. */
record Dominates(int[] features) implements StopRule {

  @Override
  public Set<Tap> taps() {
    return Set.of(Tap.REPRESENTATION);
  }

  @Override
  public boolean done(TapValues values, int example) {
    float[] representation = values.value(Tap.REPRESENTATION);
    int size = values.size(Tap.REPRESENTATION);
    int from = example * size;
    int feature = features.length == 1 ? features[0] : features[values.first() + example];
    for (int j = 0; j < size; j++) {
      if (j != feature && !(representation[from + feature] > representation[from + j])) {
        return false;
      }
    }
    return true;
  }
}
