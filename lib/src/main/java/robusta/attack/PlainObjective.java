package robusta.attack;

import java.util.Set;
import robusta.engine.Tap;

/** See {@link Objective#of}. */
record PlainObjective(String name, Set<Tap> taps, boolean fakeRelu, Evaluation loss)
    implements Objective {

  @Override
  public void evaluate(TapValues values, float[] losses) {
    loss.evaluate(values, losses);
  }
}
