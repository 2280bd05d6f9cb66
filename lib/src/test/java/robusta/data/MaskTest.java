package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class MaskTest {

  private static int count(Mask mask, int height, int width) {
    int inside = 0;
    for (float value : mask.over(height, width)) {
      inside += value == 1 ? 1 : 0;
    }
    return inside;
  }

  @Test
  void aBoxIsWhereItsCornerSays() {
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1}, Mask.box(2, 1, 5, 2).over(3, 4));
    assertEquals(256, count(Mask.box(8, 8, 16, 16), 32, 32));
  }

  @Test
  void anEllipseHasItsArea() {
    assertEquals(Math.PI * 100, count(Mask.circle(16, 16, 10), 32, 32), 12);
    assertEquals(Math.PI * 20 * 10, count(Mask.ellipse(32, 30, 20, 10), 64, 64), 16);
    assertArrayEquals(new float[] {0, 1, 0}, Mask.circle(1.5, 0.5, 0.7).over(1, 3));
  }

  @Test
  void aPictureIsAMaskOfAnySize() {
    Images picture = new Images(new float[] {1, 0, 0, 1}, 1, 1, 2, 2);
    assertArrayEquals(new float[] {1, 0, 0, 1}, Mask.of(picture).over(2, 2));
    assertEquals(32 * 32 / 2, count(Mask.of(picture), 32, 32), 64);
  }

  @Test
  void masksAreJoined() {
    Mask both = Mask.box(0, 0, 2, 1).or(Mask.box(1, 0, 2, 1));
    assertArrayEquals(new float[] {1, 1, 1, 0}, both.over(1, 4));
  }

  @Test
  void whatCoversNothingIsRefused() {
    String message =
        assertThrows(RobustaException.class, () -> Mask.box(40, 0, 5, 5).over(32, 32)).getMessage();
    assertTrue(message.contains("box 40 0 5 5 covers no pixel"), message);
    assertThrows(RobustaException.class, () -> Mask.box(0, 0, 0, 5));
    assertThrows(RobustaException.class, () -> Mask.circle(5, 5, 0));
    assertThrows(RobustaException.class, () -> Mask.of(Images.zeros(2, 1, 4, 4)));
  }
}
