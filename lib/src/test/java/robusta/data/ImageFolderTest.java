package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class ImageFolderTest {
  @TempDir Path folder;

  /** Writes images whose grey is their number over 255. */
  private void write(String classFolder, int from, int count) {
    for (int i = from; i < from + count; i++) {
      Images image = Images.zeros(1, 1, 6, 8);
      Arrays.fill(image.pixels(), i / 255f);
      ImageFiles.write(image, folder.resolve(classFolder).resolve("%03d.png".formatted(i)));
    }
  }

  @Test
  void halvesAndClassesComeFromTheFolders() throws IOException {
    write("train/dog/images", 10, 3);
    write("train/cat", 20, 2);
    write("val/dog", 30, 1);
    Files.writeString(folder.resolve("train/cat/notes.txt"), "no image");
    Files.createDirectories(folder.resolve("train/.hidden"));
    DataSource source = ImageFolder.at(folder).size(4).load();
    assertEquals(List.of("cat", "dog"), source.classes());
    assertEquals(List.of("cat", "dog"), source.test().classes());
    assertArrayEquals(new int[] {0, 0, 1, 1, 1}, source.train().labels());
    assertArrayEquals(new int[] {1}, source.test().labels());
    Batch batch = source.train().batch(3, 0);
    assertEquals("2 images of 3x4x4", batch.images().toString());
    assertEquals(11 / 255f, batch.images().pixels()[0]);
    assertEquals(20 / 255f, batch.images().pixels()[48]);
    // Read again, from memory.
    assertArrayEquals(batch.images().pixels(), source.train().batch(3, 0).images().pixels());
    assertEquals((20 + 21 + 10 + 11 + 12) / 5f / 255, source.normalizer().mean()[1], 1e-6);
  }

  @Test
  void foldersCanBeGroupedIntoClasses() {
    write("train/beagle", 10, 2);
    write("train/pug", 20, 3);
    write("train/tabby", 30, 1);
    write("train/car", 40, 1);
    write("val/pug", 50, 1);
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("dog", List.of("pug", "beagle"));
    groups.put("cat", List.of("tabby"));
    DataSource source = ImageFolder.at(folder).size(4).channels(1).groups(groups).load();
    assertEquals(List.of("dog", "cat"), source.classes());
    assertArrayEquals(new int[] {5, 1}, source.train().classCounts());
    assertEquals(Set.of(50 / 255f), greys(source.test()));
    groups.put("car", List.of("cars"));
    String message =
        assertThrows(RobustaException.class, () -> ImageFolder.at(folder).groups(groups).load())
            .getMessage();
    assertTrue(message.contains("the folder 'cars'"), message);
    assertTrue(message.contains("beagle, car, pug, tabby"), message);
    groups.put("car", List.of("pug"));
    message =
        assertThrows(RobustaException.class, () -> ImageFolder.at(folder).groups(groups).load())
            .getMessage();
    assertTrue(message.contains("'pug' is in the groups 'dog' and 'car'"), message);
  }

  @Test
  void randomResizedCropsAreCutFromTheWholeFile() {
    // A file of 40x160 whose left quarter alone is bright: the fitted square in its middle is dark.
    Images wide = Images.zeros(1, 1, 40, 160);
    for (int y = 0; y < 40; y++) {
      Arrays.fill(wide.pixels(), y * 160, y * 160 + 40, 1);
    }
    ImageFiles.write(wide, folder.resolve("train/a/wide.png"));
    ImageFiles.write(wide, folder.resolve("val/a/wide.png"));
    write("train/a", 200, 1);
    Dataset train = ImageFolder.at(folder).size(8).channels(1).seed(0).load().train();
    assertEquals(Set.of(0f), pixels(train.batch(1)));
    Augmentation crop = Augmentations.resizedCrop().then(Augmentations.flip());
    int bright = 0;
    for (int seed = 0; seed < 40; seed++) {
      Batch batch = train.subset(1).augmented(crop, new SplittableRandom(seed), 0);
      assertEquals("1 image of 1x8x8", batch.images().toString());
      bright += pixels(batch).contains(1f) ? 1 : 0;
      Batch again = train.augmented(crop, new SplittableRandom(seed), 1);
      assertArrayEquals(batch.images().pixels(), again.images().pixels());
    }
    assertTrue(bright > 0 && bright < 40, bright + " of 40 crops reach the bright part");
  }

  @Test
  void augmentingFilesOfTheDatasetsSizeIsAugmentingTheirPixels() {
    write("train/a", 0, 4);
    write("val/a", 0, 1);
    Images square = Images.zeros(1, 1, 8, 8);
    for (int i = 0; i < 64; i++) {
      square.pixels()[i] = i / 255f;
    }
    ImageFiles.write(square, folder.resolve("train/a/square.png"));
    Dataset train = ImageFolder.at(folder).size(8).channels(1).seed(0).load().train();
    for (Augmentation augmentation :
        List.of(Augmentations.imageNet(), Augmentations.resizedCrop(), Augmentations.padCrop(2))) {
      Images expected =
          augmentation.apply(
              train.batch(4).images(), new SplittableRandom(augmentation.hashCode()));
      Batch batch = train.augmented(augmentation, new SplittableRandom(augmentation.hashCode()), 4);
      Vectors.assertClose(expected.pixels(), batch.images().pixels(), 1e-6);
    }
  }

  private static Set<Float> pixels(Batch batch) {
    Set<Float> values = new HashSet<>();
    for (float pixel : batch.images().pixels()) {
      values.add(pixel);
    }
    return values;
  }

  @Test
  void foldersWithoutAValHalfAreSplitBySeed() {
    write("a", 0, 30);
    write("b", 100, 4);
    Set<Set<Float>> splits = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      DataSource source = ImageFolder.at(folder).size(4).channels(1).seed(seed).load();
      assertArrayEquals(new int[] {27, 3}, source.train().classCounts());
      assertArrayEquals(new int[] {3, 1}, source.test().classCounts());
      Set<Float> test = greys(source.test());
      Set<Float> all = greys(source.train());
      all.addAll(test);
      assertEquals(34, all.size());
      assertEquals(
          test, greys(ImageFolder.at(folder).size(4).channels(1).seed(seed).load().test()));
      splits.add(test);
    }
    assertTrue(splits.size() > 1, "every seed gave the same split");
  }

  @Test
  void foldersThatAreNoDatasetAreRefused() throws IOException {
    assertMessage("does not exist", folder.resolve("nowhere"));
    assertMessage("holds no class folders", folder);
    write("lonely", 0, 1);
    assertMessage("class 'lonely' has one image", folder);
    Files.createDirectories(folder.resolve("empty"));
    assertMessage("empty holds no images", folder);
    write("train/a", 0, 1);
    write("val/b", 0, 1);
    assertMessage("a class 'b' that the training half lacks", folder);
  }

  @Test
  void damagedFilesAreNamedWhenTheyAreReached() throws IOException {
    write("train/a", 0, 3);
    write("val/a", 0, 2);
    Path broken = Files.writeString(folder.resolve("val/a/001.png"), "broken");
    Dataset test = ImageFolder.at(folder).size(4).load().test();
    assertFalse(test.batch(0).images().pixels()[0] > 0);
    String message = assertThrows(RobustaException.class, () -> test.batch(0, 1)).getMessage();
    assertTrue(message.contains(broken.toString()), message);
  }

  private static Set<Float> greys(Dataset dataset) {
    Set<Float> greys = new HashSet<>();
    for (int i = 0; i < dataset.size(); i++) {
      greys.add(dataset.batch(i).images().pixels()[0]);
    }
    return greys;
  }

  private static void assertMessage(String part, Path at) {
    String message =
        assertThrows(RobustaException.class, () -> ImageFolder.at(at).size(4).load()).getMessage();
    assertTrue(message.contains(part), message);
  }
}
