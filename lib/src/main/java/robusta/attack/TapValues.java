package robusta.attack;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;

/**
 * What an {@link Objective} sees: the values of the taps for some consecutive examples of a batch,
 * and arrays for the gradients it writes. Example {@code i} here is example {@code first() + i} of
 * the whole batch; its values of a tap are at {@code [i * size(tap), (i + 1) * size(tap))}.
 */
public final class TapValues {
  private final Map<Tap, float[]> values = new LinkedHashMap<>();
  private final Map<Tap, float[]> gradients = new LinkedHashMap<>();
  private final Map<Tap, Integer> sizes = new LinkedHashMap<>();
  private int first;
  private int count;

  TapValues(EvalSession session, Set<Tap> read, Set<Tap> differentiated, int capacity) {
    for (Tap tap : read) {
      int size = session.size(tap);
      sizes.put(tap, size);
      values.put(tap, new float[capacity * size]);
      if (differentiated.contains(tap)) {
        gradients.put(tap, new float[capacity * size]);
      }
    }
  }

  void read(EvalSession session, int firstExample, int examples) {
    first = firstExample;
    count = examples;
    values.forEach(session::value);
    gradients.forEach((tap, gradient) -> Arrays.fill(gradient, 0, examples * size(tap), 0));
  }

  void scaleGradients(float scale) {
    gradients.forEach((tap, gradient) -> Vectors.scale(gradient, scale, 0, count * size(tap)));
  }

  Map<Tap, float[]> gradients() {
    return gradients;
  }

  /** The index in the whole batch of the first example here. */
  public int first() {
    return first;
  }

  /** How many examples are here. */
  public int count() {
    return count;
  }

  /** Values per example of a tap. */
  public int size(Tap tap) {
    return sizes.get(tap);
  }

  /** The values of a tap that was declared; at least {@code count() * size(tap)} of them. */
  public float[] value(Tap tap) {
    return values.get(tap);
  }

  /**
   * Where to write the gradient of each example's own loss with respect to this tap. It holds zeros
   * when the objective is called, so a tap the loss doesn't depend on can be left alone.
   */
  public float[] gradient(Tap tap) {
    return gradients.get(tap);
  }
}
