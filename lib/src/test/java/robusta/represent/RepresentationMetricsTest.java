package robusta.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import robusta.data.Images;
import robusta.run.RobustaException;

class RepresentationMetricsTest {

  /** Two RGB pictures of 20x16 pixels that a formula gives. */
  private static Images picture(double phase, double contrast) {
    Images images = Images.zeros(1, 3, 20, 16);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 16; x++) {
          images.pixels()[(c * 20 + y) * 16 + x] =
              (float) (0.5 + contrast * Math.sin(0.7 * x + 0.3 * y * (c + 1) + phase));
        }
      }
    }
    return images;
  }

  @Test
  void ssimIsThatOfScipy() {
    // scipy.ndimage.gaussian_filter(sigma=1.5, truncate=3.5) in float64, cropped by 5 pixels.
    assertEquals(
        0.913529996, RepresentationMetrics.ssim(picture(0, 0.4), picture(0.3, 0.3))[0], 1e-6);
    assertEquals(
        -0.592417616, RepresentationMetrics.ssim(picture(0, 0.4), picture(2.5, 0.2))[0], 1e-6);
  }

  @Test
  void equalImagesAreAlike() {
    Images image = picture(1, 0.3);
    assertEquals(1, RepresentationMetrics.ssim(image, image)[0], 1e-12);
    assertEquals(0, RepresentationMetrics.rmse(image, image)[0]);
    assertEquals(Double.POSITIVE_INFINITY, RepresentationMetrics.psnr(image, image)[0]);
  }

  @Test
  void distancesOfPixelsAreByExample() {
    Images black = Images.zeros(2, 1, 2, 2);
    Images other = new Images(new float[] {0, 0, 0, 0.5f, 1, 1, 1, 1}, 2, 1, 2, 2);
    assertArrayEquals(new double[] {0.5, 2}, RepresentationMetrics.l2(black, other), 1e-6);
    assertArrayEquals(new double[] {0.25, 1}, RepresentationMetrics.rmse(black, other), 1e-6);
    assertArrayEquals(
        new double[] {20 * Math.log10(4), 0}, RepresentationMetrics.psnr(black, other), 1e-6);
  }

  @Test
  void distancesOfRepresentationsAreRelativeToTheTarget() {
    float[] a = {1, 0, 3, 4};
    float[] b = {0, 0.5f, 3, 4};
    assertArrayEquals(
        new float[] {(float) (Math.sqrt(1.25) / 0.5), 0},
        RepresentationMetrics.distances(a, b, 2),
        1e-6f);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    assertThrows(
        RobustaException.class,
        () -> RepresentationMetrics.ssim(Images.zeros(1, 1, 8, 8), Images.zeros(1, 1, 8, 8)));
    assertThrows(
        RobustaException.class,
        () -> RepresentationMetrics.rmse(Images.zeros(1, 1, 8, 8), Images.zeros(2, 1, 8, 8)));
    assertThrows(
        RobustaException.class,
        () -> RepresentationMetrics.rmse(Images.zeros(1, 1, 8, 8), Images.zeros(1, 3, 8, 8)));
  }
}
