package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class AugmentationsTest {
  private static final int PLANE = Vectors.HEIGHT * Vectors.WIDTH;

  private static Images random(int count, int channels, int height, int width) {
    SplittableRandom random = new SplittableRandom(1);
    Images images = Images.zeros(count, channels, height, width);
    for (int i = 0; i < images.pixels().length; i++) {
      images.pixels()[i] = (float) random.nextDouble(0.01, 1);
    }
    return images;
  }

  @Test
  void brightnessContrastAndSaturationAreTorchvisions() {
    float[] pixels = Vectors.picture().pixels();
    ColorJitter.brighten(pixels, 0, 3 * PLANE, 1.4f);
    Vectors.assertClose(Vectors.floats("brightness_1.4"), pixels, 1e-6);
    for (String factor : new String[] {"0.6", "1.5"}) {
      pixels = Vectors.picture().pixels();
      ColorJitter.contrast(pixels, 0, 3, PLANE, Float.parseFloat(factor));
      // torchvision's red weight is 0.2989, so its greys sum to 0.9999.
      Vectors.assertClose(Vectors.floats("contrast_" + factor), pixels, 1e-4);
    }
    for (String factor : new String[] {"0.3", "1.7"}) {
      pixels = Vectors.picture().pixels();
      ColorJitter.saturate(pixels, 0, 3, PLANE, Float.parseFloat(factor));
      Vectors.assertClose(Vectors.floats("saturation_" + factor), pixels, 1e-4);
    }
  }

  @Test
  void greyImagesHaveContrastButNoSaturation() {
    float[] pixels = Arrays.copyOf(Vectors.picture().pixels(), PLANE);
    ColorJitter.contrast(pixels, 0, 1, PLANE, 1.5f);
    Vectors.assertClose(Vectors.floats("grey_contrast_1.5"), pixels, 1e-6);
    float[] before = pixels.clone();
    ColorJitter.saturate(pixels, 0, 1, PLANE, 0);
    assertArrayEquals(before, pixels);
  }

  @Test
  void jitterDrawsItsFactorsFromTheIntervalAndLeavesZeroStrengthsAlone() {
    double least = 2;
    double most = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Images image = new Images(new float[] {.5f}, 1, 1, 1, 1);
      Augmentations.colorJitter(.25, 0, 0).apply(image, new SplittableRandom(seed));
      double factor = image.pixels()[0] / .5;
      least = Math.min(least, factor);
      most = Math.max(most, factor);
    }
    assertEquals(.75, least, .005);
    assertEquals(1.25, most, .005);
    Images image = Vectors.picture();
    Augmentations.colorJitter(0, 0, 0).apply(image, new SplittableRandom(3));
    Vectors.assertClose(Vectors.floats("picture"), image.pixels(), 1e-6);
  }

  @Test
  void jitterAppliesItsThreeChangesInEveryOrder() {
    // On this picture the order shows, since each change is clamped.
    Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      random.nextDouble();
      first.add(Datasets.shuffled(3, random)[0]);
    }
    assertEquals(Set.of(0, 1, 2), first);
  }

  @Test
  void rotationIsPillowsNearestNeighbour() {
    for (String degrees : new String[] {"2", "-13.5", "40"}) {
      float[] pixels = Vectors.picture().pixels();
      RandomRotation.rotate(
          pixels, 0, 3, Vectors.HEIGHT, Vectors.WIDTH, Double.parseDouble(degrees));
      // Pillow computes positions in 16-bit fixed point, so that a tie may fall elsewhere.
      Vectors.assertMostlyEqual(Vectors.floats("rotation_" + degrees), pixels, .002);
    }
  }

  @Test
  void padCropShiftsByEveryOffsetEquallyOften() {
    int padding = 2;
    Images original = random(1, 3, 7, 5);
    int[][] counts = new int[5][5];
    for (int seed = 0; seed < 5000; seed++) {
      Images image = original.copy();
      Augmentations.padCrop(padding).apply(image, new SplittableRandom(seed));
      int[] offset = offset(original, image, padding);
      counts[offset[0] + padding][offset[1] + padding]++;
    }
    for (int[] row : counts) {
      for (int count : row) {
        // Expected 200, standard deviation 14.
        assertTrue(Math.abs(count - 200) < 70, Arrays.deepToString(counts));
      }
    }
  }

  @Test
  void padCropMayPadMoreThanTheImageIsWide() {
    Images image = random(50, 1, 3, 2);
    Augmentations.padCrop(9).apply(image, new SplittableRandom(1));
    image.requireValid();
    Images same = random(2, 1, 3, 2);
    Augmentations.padCrop(0).apply(same, new SplittableRandom(1));
    assertArrayEquals(random(2, 1, 3, 2).pixels(), same.pixels());
  }

  /**
   * The shift that explains every pixel, found by trying all; black where it comes from outside.
   */
  private static int[] offset(Images original, Images shifted, int padding) {
    for (int down = -padding; down <= padding; down++) {
      for (int right = -padding; right <= padding; right++) {
        boolean all = true;
        for (int i = 0; i < shifted.pixels().length; i++) {
          int x = i % 5 + right;
          int y = i / 5 % 7 + down;
          boolean inside = x >= 0 && x < 5 && y >= 0 && y < 7;
          float expected = inside ? original.pixels()[i + down * 5 + right] : 0;
          all &= shifted.pixels()[i] == expected;
        }
        if (all) {
          return new int[] {down, right};
        }
      }
    }
    throw new AssertionError("no shift explains this image");
  }

  @Test
  void flipMirrorsHalfOfTheImages() {
    Images original = random(2000, 2, 3, 5);
    Images flipped = original.copy();
    Augmentations.flip().apply(flipped, new SplittableRandom(4));
    int mirrored = 0;
    for (int i = 0; i < 2000; i++) {
      float[] before = original.get(i).pixels();
      float[] after = flipped.get(i).pixels();
      if (!Arrays.equals(before, after)) {
        mirrored++;
        for (int k = 0; k < before.length; k++) {
          assertEquals(before[k / 5 * 5 + 4 - k % 5], after[k]);
        }
      }
    }
    assertEquals(1000, mirrored, 110);
  }

  @Test
  void resizedCropKeepsColoursOfConstantPlanesAndFindsDifferentParts() {
    Images constant = Images.zeros(20, 3, 16, 12);
    for (int i = 0; i < constant.pixels().length; i++) {
      constant.pixels()[i] = (i / (16 * 12) % 3 + 1) / 4f;
    }
    float[] before = constant.pixels().clone();
    Augmentations.resizedCrop().apply(constant, new SplittableRandom(2));
    Vectors.assertClose(before, constant.pixels(), 1e-6);
    // On a ramp, the mean tells where the part was and the range how large.
    Images ramp = Images.zeros(300, 1, 32, 32);
    for (int i = 0; i < ramp.pixels().length; i++) {
      ramp.pixels()[i] = i % 32 / 31f;
    }
    Augmentations.resizedCrop().apply(ramp, new SplittableRandom(2));
    ramp.requireValid();
    double least = 1;
    double most = 0;
    for (int i = 0; i < 300; i++) {
      float[] row = ramp.get(i).pixels();
      double range = row[31] - row[0];
      least = Math.min(least, range);
      most = Math.max(most, range);
    }
    assertTrue(least < .4 && least > .15, "smallest part " + least);
    assertTrue(most > .9, "largest part " + most);
  }

  @Test
  void lightingShiftsEachChannelAlike() {
    Images image = Images.zeros(1, 3, 4, 4);
    Arrays.fill(image.pixels(), .5f);
    Augmentations.lighting(.5).apply(image, new SplittableRandom(6));
    float[] pixels = image.pixels();
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 16; i++) {
        assertEquals(pixels[16 * c], pixels[16 * c + i]);
      }
      assertTrue(pixels[16 * c] != .5f);
    }
    Images grey = random(2, 1, 3, 3);
    Augmentations.lighting(.5).apply(grey, new SplittableRandom(6));
    assertArrayEquals(random(2, 1, 3, 3).pixels(), grey.pixels());
  }

  @Test
  void recipesStayValidAndDependOnTheSeedAlone() {
    for (Augmentation recipe :
        new Augmentation[] {
          Augmentations.cifar(), Augmentations.fashion(), Augmentations.imageNet()
        }) {
      for (int channels : new int[] {1, 3}) {
        Images one = random(30, channels, 28, 28);
        Images two = one.copy();
        Images three = one.copy();
        recipe.apply(one, new SplittableRandom(1));
        recipe.apply(two, new SplittableRandom(1));
        recipe.apply(three, new SplittableRandom(2));
        one.requireValid();
        assertArrayEquals(one.pixels(), two.pixels());
        assertFalse(Arrays.equals(one.pixels(), three.pixels()));
      }
    }
  }

  @Test
  void strengthsThatMakeNoSenseAreRefused() {
    assertThrows(RobustaException.class, () -> Augmentations.padCrop(-1));
    assertThrows(RobustaException.class, () -> Augmentations.colorJitter(0, -.1, 0));
    assertThrows(RobustaException.class, () -> Augmentations.colorJitter(0, 0, Double.NaN));
    assertThrows(RobustaException.class, () -> Augmentations.rotation(181));
    assertThrows(RobustaException.class, () -> Augmentations.lighting(-1));
  }
}
