package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;

/** See {@link Objective#withFakeRelu}. */
record ThroughRelu(Objective loss) implements Objective {

  @Override
  public Set<Tap> taps() {
    return loss.taps();
  }

  @Override
  public boolean fakeRelu() {
    return true;
  }

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    loss.requireFits(count, session);
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    loss.evaluate(values, losses);
  }
}
