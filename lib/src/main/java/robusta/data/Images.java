package robusta.data;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import robusta.run.RobustaException;

/**
 * A batch of images of one size: float32 pixels in [0, 1], in NCHW order, one channel (grey) or
 * three (RGB).
 *
 * <p>The pixels are held on the heap in one array, which {@link #pixels} hands out without copying;
 * whoever makes an instance gives the array away.
 */
public final class Images {
  private final float[] pixels;
  private final int count;
  private final int channels;
  private final int height;
  private final int width;

  /**
   * Wraps pixels.
   *
   * @param pixels {@code count * channels * height * width} values, example by example, channel by
   *     channel, row by row
   * @throws RobustaException if the length does not fit the shape
   */
  public Images(float[] pixels, int count, int channels, int height, int width) {
    if (count < 0 || channels < 1 || height < 1 || width < 1) {
      throw new RobustaException(
          "images of shape %dx%dx%dx%d do not exist; every size must be at least 1"
              .formatted(count, channels, height, width));
    }
    if (pixels.length != (long) count * channels * height * width) {
      throw new RobustaException(
          "%d pixel values do not fill images of shape %dx%dx%dx%d"
              .formatted(pixels.length, count, channels, height, width));
    }
    this.pixels = pixels;
    this.count = count;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /** Copies an ND4J array of shape [N, C, H, W] or [C, H, W]. */
  public static Images of(INDArray array) {
    INDArray four =
        array.rank() == 3 ? array.reshape(1, array.size(0), array.size(1), array.size(2)) : array;
    if (four.rank() != 4) {
      throw new RobustaException(
          "images need an array of rank 3 (CHW) or 4 (NCHW); this one has shape "
              + Arrays.toString(array.shape()));
    }
    float[] copy = four.castTo(DataType.FLOAT).dup('c').data().asFloat();
    return new Images(
        copy, (int) four.size(0), (int) four.size(1), (int) four.size(2), (int) four.size(3));
  }

  /** Black images. */
  public static Images zeros(int count, int channels, int height, int width) {
    return new Images(
        new float[Math.multiplyExact(count, channels * height * width)],
        count,
        channels,
        height,
        width);
  }

  /** The pixels themselves, not a copy. */
  public float[] pixels() {
    return pixels;
  }

  public int count() {
    return count;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Values per image: channels * height * width. */
  public int imageSize() {
    return channels * height * width;
  }

  /** The images from {@code from} to {@code to} (exclusive), copied. */
  public Images slice(int from, int to) {
    int size = imageSize();
    return withPixels(Arrays.copyOfRange(pixels, from * size, to * size), to - from);
  }

  /** One image, as a batch of one. */
  public Images get(int index) {
    if (index < 0 || index >= count) {
      throw new RobustaException("there is no image %d among %d".formatted(index, count));
    }
    return slice(index, index + 1);
  }

  /** The images at these indices, in this order, copied. */
  public Images select(int... indices) {
    int size = imageSize();
    float[] chosen = new float[indices.length * size];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(pixels, indices[i] * size, chosen, i * size, size);
    }
    return withPixels(chosen, indices.length);
  }

  /** These images repeated so that image i of the result is image {@code i / times} of these. */
  public Images repeatEach(int times) {
    int[] indices = new int[count * times];
    Arrays.setAll(indices, i -> i / times);
    return select(indices);
  }

  /** One batch after another; all must have the same image shape. */
  public static Images concat(Images... batches) {
    int total = 0;
    for (Images batch : batches) {
      batches[0].requireSameShape(batch);
      total += batch.count;
    }
    float[] all = new float[total * batches[0].imageSize()];
    int at = 0;
    for (Images batch : batches) {
      System.arraycopy(batch.pixels, 0, all, at, batch.pixels.length);
      at += batch.pixels.length;
    }
    return batches[0].withPixels(all, total);
  }

  /** Other pixels in the same image shape. */
  public Images withPixels(float[] other, int otherCount) {
    return new Images(other, otherCount, channels, height, width);
  }

  /** An independent copy. */
  public Images copy() {
    return withPixels(pixels.clone(), count);
  }

  /** An ND4J copy of shape [N, C, H, W]. */
  public INDArray toArray() {
    return Nd4j.createFromArray(pixels).reshape('c', count, channels, height, width);
  }

  /**
   * Returns normally when the other images have the same channels, height and width.
   *
   * @throws RobustaException otherwise
   */
  public void requireSameShape(Images other) {
    if (channels != other.channels || height != other.height || width != other.width) {
      throw new RobustaException(
          "images of %s and of %s cannot be used together; resize them to one size first"
              .formatted(shape(), other.shape()));
    }
  }

  /**
   * Returns normally when every pixel is a number in [0, 1].
   *
   * @throws RobustaException naming the first that is not
   */
  public void requireValid() {
    for (int i = 0; i < pixels.length; i++) {
      float value = pixels[i];
      if (!(value >= 0 && value <= 1)) {
        throw new RobustaException(
            "pixel %d of image %d is %s; images must hold numbers from 0 to 1"
                .formatted(i % imageSize(), i / imageSize(), value));
      }
    }
  }

  private String shape() {
    return channels + "x" + height + "x" + width;
  }

  @Override
  public String toString() {
    return count + (count == 1 ? " image of " : " images of ") + shape();
  }
}
