package robusta.engine;

import java.util.Map;
import robusta.run.Cancellation;

/**
 * A frozen network: values for a batch, then gradients with respect to the batch. Any batch size
 * may follow any other; the first use of a size compiles it.
 *
 * <p>A session is not for two threads at once: {@link #value} and {@link #backward} refer to the
 * latest {@link #forward}.
 */
public interface EvalSession extends AutoCloseable {

  /** Values per image: channels * height * width. */
  int inputSize();

  /** Values per example of this tap. */
  int size(Tap tap);

  /**
   * Runs the network.
   *
   * @param images {@code count * inputSize()} pixels in [0, 1] or more; the array may be longer
   * @param count how many images, at least 1
   */
  void forward(float[] images, int count);

  /**
   * The value of a tap in the latest {@link #forward}, copied into {@code into}.
   *
   * @param into at least {@code count * size(tap)} long; filled example by example, NCHW
   */
  void value(Tap tap, float[] into);

  /**
   * The gradient with respect to the images of the latest {@link #forward}, given the gradients
   * with respect to some taps. The part through {@link Tap#INPUT} is added as it is.
   *
   * @param gradients for each tap that matters, {@code count * size(tap)} values
   * @param fakeRelu whether the last ReLU before the representation passes gradients unchanged
   *     (MadryLab's {@code fake_relu}); ignored where the representation does not follow a ReLU
   * @param into receives {@code count * inputSize()} values
   */
  void backward(Map<Tap, float[]> gradients, boolean fakeRelu, float[] into);

  /** Reads the model's parameters again, after they changed. */
  void refresh();

  /** The same where only the last dense layer's have changed, which takes less time. */
  default void refreshHead() {
    refresh();
  }

  /** Lets {@code cancellation} stop a {@link #forward} or {@link #backward} between two layers. */
  void cancelWith(Cancellation cancellation);

  @Override
  void close();
}
