package robusta.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An augmentation that changes every image by itself and in place. Each image has a random stream
 * of its own, split off in the images' order, so that the result does not depend on the threads.
 */
interface PerImage extends Augmentation {
  /** Values in a batch from which on its images are spread over the cores. */
  int PARALLEL_VALUES = 1 << 21;

  /** Changes the image that starts at index {@code at} of the pixels. */
  void change(float[] pixels, int at, int channels, int height, int width, SplittableRandom random);

  @Override
  default Images apply(Images images, SplittableRandom random) {
    SplittableRandom[] streams = new SplittableRandom[images.count()];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = random.split();
    }
    IntStream indices = IntStream.range(0, streams.length);
    if (images.pixels().length >= PARALLEL_VALUES) {
      indices = indices.parallel();
    }
    indices.forEach(
        i ->
            change(
                images.pixels(),
                i * images.imageSize(),
                images.channels(),
                images.height(),
                images.width(),
                streams[i]));
    return images;
  }
}
