package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatternsTest {
  private static Images patterns(long seed, int count, int channels) {
    return Patterns.of(new SplittableRandom(seed), count, channels, 16, 20);
  }

  @Test
  void theSameSeedGivesTheSamePatterns() {
    Images ten = patterns(1, 10, 3);
    ten.requireValid();
    assertEquals("10 images of 3x16x20", ten.toString());
    assertArrayEquals(ten.slice(0, 3).pixels(), patterns(1, 3, 3).pixels());
    assertFalse(Arrays.equals(ten.slice(0, 5).pixels(), ten.slice(5, 10).pixels()));
    assertFalse(Arrays.equals(ten.pixels(), patterns(2, 10, 3).pixels()));
  }

  @Test
  void everyPatternShowsSomething() {
    Images grey = patterns(3, 20, 1);
    grey.requireValid();
    for (int i = 0; i < 20; i++) {
      float[] pixels = grey.get(i).pixels();
      float least = 1;
      float most = 0;
      for (float pixel : pixels) {
        least = Math.min(least, pixel);
        most = Math.max(most, pixel);
      }
      assertTrue(most - least > 0.02, "pattern " + i);
    }
  }

  @Test
  void imagesBecomeWhatANetworkTakes() {
    Images grey = patterns(1, 2, 1);
    Images color = ImageFiles.fit(grey, 3, 16, 20);
    for (int c = 0; c < 3; c++) {
      assertEquals(grey.pixels()[320 + 7], color.pixels()[960 + c * 320 + 7]);
    }
    Images back = ImageFiles.fit(color, 1, 16, 20);
    assertArrayEquals(grey.pixels(), back.pixels(), 1e-6f);
    assertEquals("2 images of 3x8x8", ImageFiles.fit(grey, 3, 8, 8).toString());
  }
}
