package robusta.attack;

import robusta.data.Images;
import robusta.engine.EvalSession;
import robusta.engine.Tap;

/** The classes that a network predicts. */
final class Predictions {
  private Predictions() {}

  /** Writes the class with the largest logit for each image. */
  static void of(EvalSession session, Images images, int batchSize, int[] into) {
    int classes = session.size(Tap.LOGITS);
    int capacity = Math.min(batchSize, images.count());
    int size = images.imageSize();
    float[] pixels = new float[capacity * size];
    float[] logits = new float[capacity * classes];
    for (int first = 0; first < images.count(); first += capacity) {
      int count = Math.min(capacity, images.count() - first);
      System.arraycopy(images.pixels(), first * size, pixels, 0, count * size);
      session.forward(pixels, count);
      session.value(Tap.LOGITS, logits);
      for (int i = 0; i < count; i++) {
        into[first + i] = Vectors.argmax(logits, i * classes, (i + 1) * classes);
      }
    }
  }
}
