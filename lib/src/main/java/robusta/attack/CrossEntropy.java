package robusta.attack;

import java.util.Set;
import robusta.engine.EvalSession;
import robusta.engine.Tap;
import robusta.run.RobustaException;

/** See {@link Objective#crossEntropy}. */
record CrossEntropy(int[] labels) implements Objective {

  @Override
  public Set<Tap> taps() {
    return Set.of(Tap.LOGITS);
  }

  @Override
  public String name() {
    return "cross entropy";
  }

  @Override
  public void requireFits(int count, EvalSession session) {
    if (labels.length != count) {
      throw new RobustaException("%d images came with %d labels".formatted(count, labels.length));
    }
    int classes = session.size(Tap.LOGITS);
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new RobustaException(
            "label %d of image %d is not one of the model's %d classes (0 to %d)"
                .formatted(labels[i], i, classes, classes - 1));
      }
    }
  }

  @Override
  public void evaluate(TapValues values, float[] losses) {
    float[] logits = values.value(Tap.LOGITS);
    float[] gradient = values.gradient(Tap.LOGITS);
    int classes = values.size(Tap.LOGITS);
    for (int i = 0; i < values.count(); i++) {
      int from = i * classes;
      int label = labels[values.first() + i];
      float largest = logits[from];
      for (int j = 1; j < classes; j++) {
        largest = Math.max(largest, logits[from + j]);
      }
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        double e = Math.exp(logits[from + j] - largest);
        gradient[from + j] = (float) e;
        sum += e;
      }
      losses[i] = (float) (Math.log(sum) + largest - logits[from + label]);
      float scale = (float) (1 / sum);
      for (int j = 0; j < classes; j++) {
        gradient[from + j] *= scale;
      }
      gradient[from + label] -= 1;
    }
  }
}
