package robusta.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatTest {

  @Test
  void everyHalfSurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.fromHalf((short) bits);
      if (Float.isNaN(value)) {
        assertTrue(Float.isNaN(HalfFloat.fromHalf(HalfFloat.toHalf(value))));
      } else {
        assertEquals((short) bits, HalfFloat.toHalf(value), Integer.toHexString(bits));
      }
    }
  }

  /** Values from IEEE 754-2008's definition of binary16. */
  @Test
  void knownValues() {
    assertEquals(1f, HalfFloat.fromHalf((short) 0x3c00));
    assertEquals(-2f, HalfFloat.fromHalf((short) 0xc000));
    assertEquals(65504f, HalfFloat.fromHalf((short) 0x7bff));
    assertEquals(0x1p-24f, HalfFloat.fromHalf((short) 0x0001));
    assertEquals(0x1p-14f, HalfFloat.fromHalf((short) 0x0400));
    assertEquals(1 / 3f, HalfFloat.fromHalf((short) 0x3555), 1e-4);
    assertEquals(1.5f, HalfFloat.fromBfloat((short) 0x3fc0));
  }

  @Test
  void conversionGoesToTheNearestAndFromTiesToTheEven() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-26, 16)));
      if (Math.abs(value) > 65000 || Math.abs(value) < 0x1p-24f) {
        continue; // at the ends of the range there is no neighbor on one side
      }
      short half = HalfFloat.toHalf(value);
      double error = Math.abs(HalfFloat.fromHalf(half) - (double) value);
      for (int step : new int[] {-1, 1}) {
        double other = Math.abs(HalfFloat.fromHalf((short) (half + step)) - (double) value);
        assertTrue(error < other || (error == other && (half & 1) == 0), value + " -> " + half);
      }
    }
    assertEquals(0, HalfFloat.toHalf(0x1p-25f));
    assertEquals(1, HalfFloat.toHalf(0x1.01p-25f));
    assertEquals(HalfFloat.toHalf(2048), HalfFloat.toHalf(2049));
    assertEquals(HalfFloat.toHalf(2052), HalfFloat.toHalf(2051));
  }
}
