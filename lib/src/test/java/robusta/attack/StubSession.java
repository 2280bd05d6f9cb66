package robusta.attack;

import java.util.Map;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.Cancellation;

/** A session that does nothing; tests override what they need. */
abstract class StubSession implements EvalSession {
  @Override
  public int inputSize() {
    return 0;
  }

  @Override
  public void forward(float[] images, int count) {}

  @Override
  public void backward(Map<Tap, float[]> gradients, boolean fakeRelu, float[] into) {}

  @Override
  public void refresh() {}

  @Override
  public void cancelWith(Cancellation cancellation) {}

  @Override
  public void close() {}
}
