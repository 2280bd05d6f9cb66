package robusta.attack;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * See {@link Parametrization#FOURIER} and {@link Parametrization#DECORRELATED_FOURIER}.
 *
 * @param decorrelated whether coefficients are scaled by 1 / frequency and colours decorrelated
 */
record Fourier(boolean decorrelated) implements Parametrization {

  /** The library clips here before the logit, which is infinite at 0 and 1. */
  private static final float DARKEST = 0.001f;

  private static final float BRIGHTEST = 0.999f;

  /** Lucid divides the image of its spectrum by this, to start within the sigmoid's slope. */
  private static final float LUCID_SCALE = 1 / 4f;

  /** Lucid's square root of the colour covariance of ImageNet, over its largest column norm. */
  private static final float[][] COLORS = lucidColors();

  @Override
  public String name() {
    return decorrelated ? "decorrelated Fourier" : "Fourier";
  }

  @Override
  public Space over(int channels, int height, int width, int capacity) {
    return new Spectrum(channels, height, width, capacity);
  }

  private static float[][] lucidColors() {
    double[][] root = {{0.26, 0.09, 0.02}, {0.27, 0.00, -0.05}, {0.27, -0.09, 0.03}};
    double largest = 0;
    for (int column = 0; column < 3; column++) {
      double norm = Math.hypot(Math.hypot(root[0][column], root[1][column]), root[2][column]);
      largest = Math.max(largest, norm);
    }
    float[][] colors = new float[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        colors[row][column] = (float) (root[row][column] / largest);
      }
    }
    return colors;
  }

  private static float[][] transposed(float[][] m) {
    float[][] t = new float[3][3];
    for (int i = 0; i < 9; i++) {
      t[i / 3][i % 3] = m[i % 3][i / 3];
    }
    return t;
  }

  private static float[][] inverse(float[][] m) {
    double[][] cofactors = new double[3][3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        int r1 = (r + 1) % 3;
        int r2 = (r + 2) % 3;
        int c1 = (c + 1) % 3;
        int c2 = (c + 2) % 3;
        cofactors[r][c] = (double) m[r1][c1] * m[r2][c2] - (double) m[r1][c2] * m[r2][c1];
      }
    }
    double determinant =
        m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
    float[][] inverse = new float[3][3];
    for (int i = 0; i < 9; i++) {
      inverse[i / 3][i % 3] = (float) (cofactors[i % 3][i / 3] / determinant);
    }
    return inverse;
  }

  private final class Spectrum implements Space {
    private final int channels;
    private final int height;
    private final int width;
    private final int plane;
    private final FloatFFT_1D rows;
    private final FloatFFT_1D columns;
    private final float[] frequencyScale;
    private final float[] field;
    private final float[] column;
    private final float[] images;
    private final float[] gradients;

    Spectrum(int channels, int height, int width, int capacity) {
      this.channels = channels;
      this.height = height;
      this.width = width;
      plane = height * width;
      rows = new FloatFFT_1D(width);
      columns = new FloatFFT_1D(height);
      frequencyScale = new float[plane];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          frequencyScale[y * width + x] = decorrelated ? scaleAt(y, x) : 1;
        }
      }
      field = new float[2 * plane];
      column = new float[2 * height];
      images = new float[capacity * channels * plane];
      gradients = new float[capacity * size()];
    }

    private float scaleAt(int y, int x) {
      double vertical = (double) Math.min(y, height - y) / height;
      double horizontal = (double) Math.min(x, width - x) / width;
      double lowest = 1.0 / Math.max(height, width);
      return (float) (LUCID_SCALE / Math.max(Math.hypot(vertical, horizontal), lowest));
    }

    @Override
    public int size() {
      return 2 * channels * plane;
    }

    @Override
    public float[] toImages(float[] variables, int count) {
      float ortho = (float) (1 / Math.sqrt(plane));
      for (int p = 0; p < count * channels; p++) {
        for (int k = 0; k < plane; k++) {
          field[2 * k] = variables[2 * (p * plane + k)] * frequencyScale[k];
          field[2 * k + 1] = variables[2 * (p * plane + k) + 1] * frequencyScale[k];
        }
        transform(true);
        for (int k = 0; k < plane; k++) {
          images[p * plane + k] = field[2 * k] * ortho;
        }
      }
      recolor(images, count, COLORS);
      for (int k = 0; k < count * channels * plane; k++) {
        images[k] = (float) (1 / (1 + Math.exp(-images[k])));
      }
      return images;
    }

    @Override
    public void fromImages(float[] shown, int count, float[] variables) {
      for (int k = 0; k < count * channels * plane; k++) {
        double value = Math.min(BRIGHTEST, Math.max(DARKEST, shown[k]));
        images[k] = (float) Math.log(value / (1 - value));
      }
      recolor(images, count, inverse(COLORS));
      spectrum(images, count, variables, true);
    }

    @Override
    public float[] gradient(float[] gradient, int count) {
      for (int k = 0; k < count * channels * plane; k++) {
        // What toImages wrote there is the sigmoid, whose slope is s (1 - s).
        images[k] = gradient[k] * images[k] * (1 - images[k]);
      }
      recolor(images, count, transposed(COLORS));
      spectrum(images, count, gradients, false);
      return gradients;
    }

    @Override
    public void clamp(float[] variables, int from, int to) {
      // Every spectrum stands for an image in (0, 1).
    }

    /** The orthonormal FFT of real planes, divided or multiplied by the frequencies' scale. */
    private void spectrum(float[] planes, int count, float[] into, boolean divide) {
      float ortho = (float) (1 / Math.sqrt(plane));
      for (int p = 0; p < count * channels; p++) {
        for (int k = 0; k < plane; k++) {
          field[2 * k] = planes[p * plane + k] * ortho;
          field[2 * k + 1] = 0;
        }
        transform(false);
        for (int k = 0; k < plane; k++) {
          float scale = divide ? 1 / frequencyScale[k] : frequencyScale[k];
          into[2 * (p * plane + k)] = field[2 * k] * scale;
          into[2 * (p * plane + k) + 1] = field[2 * k + 1] * scale;
        }
      }
    }

    /** The unscaled FFT of {@link #field} over rows, then columns. */
    private void transform(boolean inverse) {
      for (int y = 0; y < height; y++) {
        transform(rows, field, 2 * y * width, inverse);
      }
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          column[2 * y] = field[2 * (y * width + x)];
          column[2 * y + 1] = field[2 * (y * width + x) + 1];
        }
        transform(columns, column, 0, inverse);
        for (int y = 0; y < height; y++) {
          field[2 * (y * width + x)] = column[2 * y];
          field[2 * (y * width + x) + 1] = column[2 * y + 1];
        }
      }
    }

    private void transform(FloatFFT_1D fft, float[] values, int offset, boolean inverse) {
      if (inverse) {
        fft.complexInverse(values, offset, false);
      } else {
        fft.complexForward(values, offset);
      }
    }

    private void recolor(float[] planes, int count, float[][] matrix) {
      if (!decorrelated || channels != 3) {
        return;
      }
      for (int i = 0; i < count; i++) {
        int red = i * 3 * plane;
        int green = red + plane;
        int blue = green + plane;
        for (int k = 0; k < plane; k++) {
          float r = planes[red + k];
          float g = planes[green + k];
          float b = planes[blue + k];
          planes[red + k] = matrix[0][0] * r + matrix[0][1] * g + matrix[0][2] * b;
          planes[green + k] = matrix[1][0] * r + matrix[1][1] * g + matrix[1][2] * b;
          planes[blue + k] = matrix[2][0] * r + matrix[2][1] * g + matrix[2][2] * b;
        }
      }
    }
  }
}
