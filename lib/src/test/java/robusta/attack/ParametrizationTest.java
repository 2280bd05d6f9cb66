package robusta.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParametrizationTest {

  static Stream<Arguments> spaces() {
    return Stream.of(Parametrization.FOURIER, Parametrization.DECORRELATED_FOURIER)
        .flatMap(
            p ->
                Stream.of(
                    Arguments.of(p, 3, 28, 28),
                    Arguments.of(p, 1, 28, 28),
                    Arguments.of(p, 3, 32, 32),
                    Arguments.of(p, 1, 7, 10),
                    Arguments.of(p, 3, 64, 48)));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void anImageComesBackFromItsSpectrum(
      Parametrization parametrization, int channels, int height, int width) {
    Parametrization.Space space = parametrization.over(channels, height, width, 2);
    float[] images = TinyNetwork.uniform(1, 2 * channels * height * width);
    images[0] = 0;
    images[1] = 1;
    float[] spectrum = new float[2 * space.size()];
    space.fromImages(images, 2, spectrum);
    images[0] = 0.001f;
    images[1] = 0.999f;
    for (int i = 0; i < images.length; i++) {
      images[i] = Math.min(0.999f, Math.max(0.001f, images[i]));
    }
    assertArrayEquals(images, space.toImages(spectrum, 2), 2e-5f);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void theGradientIsThatOfFiniteDifferences(
      Parametrization parametrization, int channels, int height, int width) {
    Parametrization.Space space = parametrization.over(channels, height, width, 1);
    int pixels = channels * height * width;
    SplittableRandom random = new SplittableRandom(2);
    float[] spectrum = new float[space.size()];
    float[] weights = new float[pixels];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < pixels; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    space.toImages(spectrum, 1);
    float[] gradient = space.gradient(weights, 1).clone();
    for (int trial = 0; trial < 5; trial++) {
      // Along a random direction, since single coefficients hardly move a large image.
      float[] direction = new float[spectrum.length];
      double expected = 0;
      for (int i = 0; i < direction.length; i++) {
        direction[i] = (float) random.nextGaussian();
        expected += (double) direction[i] * gradient[i];
      }
      double h = 1e-2;
      double slope =
          (loss(space, spectrum, direction, h, weights)
                  - loss(space, spectrum, direction, -h, weights))
              / (2 * h);
      double scale = Vectors.norm(gradient, 0, gradient.length);
      assertEquals(expected / scale, slope / scale, 5e-3);
    }
  }

  private static double loss(
      Parametrization.Space space, float[] at, float[] direction, double h, float[] weights) {
    float[] moved = at.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (h * direction[i]);
    }
    float[] images = space.toImages(moved, 1);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (double) weights[i] * images[i];
    }
    return sum;
  }

  @Test
  void theSpectrumIsTheOrthonormalFourierTransform() {
    int height = 6;
    int width = 5;
    float[] image = TinyNetwork.uniform(3, height * width);
    for (int i = 0; i < image.length; i++) {
      image[i] = 0.1f + 0.8f * image[i];
    }
    float[] spectrum = new float[2 * image.length];
    Parametrization.FOURIER.over(1, height, width, 1).fromImages(image, 1, spectrum);
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        double real = 0;
        double imaginary = 0;
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double value = image[y * width + x];
            double logit = Math.log(value / (1 - value));
            double angle = -2 * Math.PI * ((double) u * x / width + (double) v * y / height);
            real += logit * Math.cos(angle) / Math.sqrt(height * width);
            imaginary += logit * Math.sin(angle) / Math.sqrt(height * width);
          }
        }
        assertEquals(real, spectrum[2 * (v * width + u)], 1e-4);
        assertEquals(imaginary, spectrum[2 * (v * width + u) + 1], 1e-4);
      }
    }
  }

  @Test
  void onlyTheRealPartIsShown() {
    Parametrization.Space space = Parametrization.FOURIER.over(1, 8, 8, 1);
    float[] spectrum = new float[space.size()];
    spectrum[1] = 5;
    float[] gray = new float[64];
    Arrays.fill(gray, 0.5f);
    assertArrayEquals(gray, space.toImages(spectrum, 1), 1e-6f);
  }

  @Test
  void decorrelatedCoefficientsWeighLowFrequenciesMore() {
    Parametrization.Space space = Parametrization.DECORRELATED_FOURIER.over(1, 32, 32, 1);
    float[] low = new float[space.size()];
    float[] high = new float[space.size()];
    low[2] = 1;
    high[2 * 8] = 1;
    double lowContrast = contrast(space.toImages(low, 1));
    double highContrast = contrast(space.toImages(high, 1));
    assertEquals(8, lowContrast / highContrast, 0.2);
  }

  private static double contrast(float[] image) {
    double sum = 0;
    for (float value : image) {
      sum += Math.pow(value - 0.5, 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void pixelsAreThemselves() {
    Parametrization.Space space = Parametrization.PIXELS.over(1, 2, 2, 1);
    float[] values = {-1, 0.5f, 2, 3};
    assertEquals(values, space.toImages(values, 1));
    assertEquals(values, space.gradient(values, 1));
    space.clamp(values, 0, 3);
    assertArrayEquals(new float[] {0, 0.5f, 1, 3}, values);
  }
}
