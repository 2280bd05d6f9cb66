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
import java.util.List;
import java.util.Set;
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
    DataSource source = ImageFolder.load(folder, 4);
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
  void foldersWithoutAValHalfAreSplitBySeed() {
    write("a", 0, 30);
    write("b", 100, 4);
    Set<Set<Float>> splits = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      DataSource source = ImageFolder.load(folder, 4, 1, seed);
      assertArrayEquals(new int[] {27, 3}, source.train().classCounts());
      assertArrayEquals(new int[] {3, 1}, source.test().classCounts());
      Set<Float> test = greys(source.test());
      Set<Float> all = greys(source.train());
      all.addAll(test);
      assertEquals(34, all.size());
      assertEquals(test, greys(ImageFolder.load(folder, 4, 1, seed).test()));
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
    Dataset test = ImageFolder.load(folder, 4).test();
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
        assertThrows(RobustaException.class, () -> ImageFolder.load(at, 4)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
