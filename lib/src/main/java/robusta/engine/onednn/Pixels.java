package robusta.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;
import robusta.data.Normalizer;
import robusta.run.RobustaException;

/** The normaliser at the border between a user's images and the engine. */
final class Pixels {
  private final Normalizer normalizer;
  private final int channelSize;
  private float[] buffer = new float[0];

  Pixels(Normalizer normalizer, int channelSize) {
    this.normalizer = normalizer;
    this.channelSize = channelSize;
  }

  /**
   * Returns normally when an array is long enough for so many images.
   *
   * @throws RobustaException otherwise
   */
  void require(float[] images, int count) {
    long needed = (long) count * normalizer.channels() * channelSize;
    if (images.length < needed) {
      throw new RobustaException(
          "%d images of the model's size hold %d pixel values, but only %d came in"
              .formatted(count, needed, images.length));
    }
  }

  /** Clamps and normalises images into native memory. */
  void write(float[] images, int count, FloatPointer into) {
    int channels = normalizer.channels();
    int total = count * channels * channelSize;
    float[] out = buffer(total);
    for (int plane = 0; plane < count * channels; plane++) {
      float mean = normalizer.mean()[plane % channels];
      float scale = 1 / normalizer.std()[plane % channels];
      int start = plane * channelSize;
      for (int i = start; i < start + channelSize; i++) {
        out[i] = (Math.min(1f, Math.max(0f, images[i])) - mean) * scale;
      }
    }
    into.put(out, 0, total);
  }

  /** Reads the gradient with respect to normalised images and undoes the normaliser. */
  void readGradient(FloatPointer from, float[] images, int count, float[] gradient) {
    int channels = normalizer.channels();
    from.get(gradient, 0, count * channels * channelSize);
    for (int plane = 0; plane < count * channels; plane++) {
      float scale = 1 / normalizer.std()[plane % channels];
      int start = plane * channelSize;
      for (int i = start; i < start + channelSize; i++) {
        float inside = images[i] >= 0 && images[i] <= 1 ? scale : 0;
        gradient[i] *= inside;
      }
    }
  }

  private float[] buffer(int size) {
    if (buffer.length < size) {
      buffer = new float[size];
    }
    return buffer;
  }
}
