package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class ScalingTest {

  @Test
  void aReducedPixelIsAMean() {
    Images images = new Images(new float[] {0, 1, 0, 0, 1, 0, 0.5f, 0.5f}, 1, 1, 2, 4);
    assertArrayEquals(new float[] {0.5f, 0.25f}, Scaling.reduce(images, 2).pixels());
  }

  @Test
  void reducingUndoesEnlargingOfWhatIsSmooth() {
    SplittableRandom random = new SplittableRandom(1);
    Images images = Images.zeros(2, 3, 6, 5);
    for (int i = 0; i < images.pixels().length; i++) {
      images.pixels()[i] = 0.4f + 0.2f * (float) random.nextDouble();
    }
    Images large = Scaling.enlarge(images, 4);
    assertEquals(24, large.height());
    assertEquals(20, large.width());
    // Cubic convolution keeps local means up to its ripple.
    assertArrayEquals(images.pixels(), Scaling.reduce(large, 4).pixels(), 0.06f);
  }

  @Test
  void aRampStaysARamp() {
    Images ramp = Images.zeros(1, 1, 1, 16);
    for (int x = 0; x < 16; x++) {
      ramp.pixels()[x] = 0.1f + 0.05f * x;
    }
    float[] large = Scaling.enlarge(ramp, 2).pixels();
    for (int x = 8; x < 24; x++) {
      assertEquals(0.1 + 0.05 * ((x + 0.5) / 2 - 0.5), large[x], 1e-6);
    }
  }

  @Test
  void theWeightsAreThoseOfCubicConvolution() {
    // Halfway between pixels: (-1, 9, 9, -1) / 16; a quarter off: (-9, 111, 29, -3) / 128.
    Images dot = Images.zeros(1, 1, 1, 8);
    dot.pixels()[4] = 0.5f;
    float[] large = Scaling.enlarge(dot, 2).pixels();
    assertEquals(0.5 * 111 / 128, large[8], 1e-6);
    assertEquals(0.5 * 29 / 128, large[10], 1e-6);
    assertEquals(0, large[11], "negative lobes are cut off");
  }

  @Test
  void oneColourStaysAndNothingLeavesTheRange() {
    Images images = Images.zeros(1, 1, 4, 4);
    Arrays.fill(images.pixels(), 0.6f);
    for (float value : Scaling.enlarge(images, 7).pixels()) {
      assertEquals(0.6, value, 1e-6);
    }
    images.pixels()[5] = 1;
    images.pixels()[6] = 0;
    for (float value : Scaling.enlarge(images, 3).pixels()) {
      assertTrue(value >= 0 && value <= 1);
    }
  }

  @Test
  void whatDoesNotDivideIsRefused() {
    String message =
        assertThrows(RobustaException.class, () -> Scaling.reduce(Images.zeros(1, 1, 6, 9), 4))
            .getMessage();
    assertTrue(message.contains("6x9 can't be reduced by 4"), message);
    assertThrows(RobustaException.class, () -> Scaling.enlarge(Images.zeros(1, 1, 6, 9), 0));
  }
}
