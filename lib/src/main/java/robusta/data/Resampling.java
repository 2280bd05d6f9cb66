package robusta.data;

/**
 * Resizing with a filter that widens with the reduction, so that a reduced image is not aliased:
 * what Pillow's and torchvision's resizing (with antialias) computes.
 */
final class Resampling {
  private Resampling() {}

  /** The part of an image that is resized; nothing outside of it is looked at. */
  record Box(int top, int left, int height, int width) {}

  /** All of an image. */
  static Box whole(Images images) {
    return new Box(0, 0, images.height(), images.width());
  }

  /** How much an input at some distance weighs. */
  enum Kernel {
    /** Bilinear. */
    TRIANGLE(1) {
      @Override
      double at(double distance) {
        return Math.max(0, 1 - distance);
      }
    },
    /** Bicubic: R. Keys, Cubic convolution interpolation, 1981, with a = -0.5. */
    CUBIC(2) {
      @Override
      double at(double distance) {
        double a = -0.5;
        if (distance < 1) {
          return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
      }
    };

    private final double reach;

    Kernel(double reach) {
      this.reach = reach;
    }

    abstract double at(double distance);
  }

  /** For each output position: where its inputs begin, and their weights, which sum to 1. */
  private record Filter(int[] from, float[][] weights) {

    static Filter of(int inputs, int outputs, Kernel kernel) {
      double scale = (double) inputs / outputs;
      double unit = Math.max(1, scale);
      double radius = kernel.reach * unit;
      int[] from = new int[outputs];
      float[][] weights = new float[outputs][];
      for (int i = 0; i < outputs; i++) {
        double centre = (i + .5) * scale;
        int least = Math.max(0, (int) Math.floor(centre - radius + .5));
        int end = Math.min(inputs, (int) Math.floor(centre + radius + .5));
        double[] raw = new double[end - least];
        double sum = 0;
        for (int k = 0; k < raw.length; k++) {
          raw[k] = kernel.at(Math.abs(least + k + .5 - centre) / unit);
          sum += raw[k];
        }
        from[i] = least;
        weights[i] = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
          weights[i][k] = (float) (raw[k] / sum);
        }
      }
      return new Filter(from, weights);
    }
  }

  /** Resizes a part of every image. */
  static Images resize(Images images, Box box, int height, int width, Kernel kernel) {
    int from = images.height() * images.width();
    int to = height * width;
    Images resized = Images.zeros(images.count(), images.channels(), height, width);
    for (int p = 0; p < images.count() * images.channels(); p++) {
      float[] plane = resize(images.pixels(), p * from, images.width(), box, height, width, kernel);
      System.arraycopy(plane, 0, resized.pixels(), p * to, to);
    }
    return resized;
  }

  /**
   * Resizes a part of one plane.
   *
   * @param pixels holds the plane, row by row
   * @param at where the plane starts
   * @param stride the plane's width
   * @param box the part
   * @return {@code height * width} new pixels
   */
  private static float[] resize(
      float[] pixels, int at, int stride, Box box, int height, int width, Kernel kernel) {
    Filter across = Filter.of(box.width(), width, kernel);
    Filter down = Filter.of(box.height(), height, kernel);
    float[] narrow = new float[box.height() * width];
    for (int y = 0; y < box.height(); y++) {
      int row = at + (box.top() + y) * stride + box.left();
      for (int x = 0; x < width; x++) {
        float[] weights = across.weights[x];
        int from = row + across.from[x];
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * pixels[from + k];
        }
        narrow[y * width + x] = sum;
      }
    }
    float[] resized = new float[height * width];
    for (int y = 0; y < height; y++) {
      float[] weights = down.weights[y];
      for (int k = 0; k < weights.length; k++) {
        int from = (down.from[y] + k) * width;
        float weight = weights[k];
        for (int x = 0; x < width; x++) {
          resized[y * width + x] += weight * narrow[from + x];
        }
      }
    }
    return resized;
  }
}
