package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;
import robusta.testing.Reference;

class Restricted64Test {
  @TempDir Path root;
  private Path folder;

  /** Two cats, a dog and a goldfish, which is in no group. */
  private void fill() throws IOException {
    folder = root.resolve("tiny-imagenet-200");
    picture("train/n02123045/images/n02123045_0.JPEG", 0.2f);
    picture("train/n02124075/images/n02124075_7.JPEG", 0.4f);
    picture("train/n02085620/images/n02085620_1.JPEG", 0.6f);
    picture("train/n01443537/images/n01443537_1.JPEG", 0.8f);
    picture("val/images/val_0.JPEG", 0.1f);
    picture("val/images/val_1.JPEG", 0.3f);
    picture("val/images/val_2.JPEG", 0.5f);
    Files.writeString(
        folder.resolve("val/val_annotations.txt"),
        "val_0.JPEG\tn02085620\t0\t0\t9\t9\nval_1.JPEG\tn01443537\t0\t0\t9\t9\nval_2.JPEG\tn02123045\t0\t0\t9\t9\n");
  }

  private void picture(String name, float grey) throws IOException {
    Images image = Images.zeros(1, 3, 64, 64);
    Arrays.fill(image.pixels(), grey);
    Path jpg = root.resolve("picture.jpg");
    ImageFiles.write(image, jpg);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.move(jpg, file);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      // The labels come after the images that they are of.
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path zip() throws IOException {
    Path zip = root.resolve("tiny.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path file : files()) {
        out.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return zip;
  }

  private Path tar() throws IOException {
    Path tar = root.resolve("tiny.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (Path file : files()) {
        out.putArchiveEntry(out.createArchiveEntry(file, root.relativize(file).toString()));
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
    return tar;
  }

  @Test
  void aFolderAndItsArchivesAreTheSameGroups() throws IOException {
    fill();
    for (Path place : List.of(folder, zip(), tar())) {
      DataSource data = Restricted64.load(place);
      assertEquals("restricted64", data.name());
      assertEquals(List.of("dog", "cat"), data.classes());
      assertArrayEquals(new int[] {0, 1, 1}, data.train().labels());
      assertArrayEquals(new int[] {0, 1}, data.test().labels());
      assertEquals(0.6f, data.train().range(0, 1).images().pixels()[0], 0.01f);
      assertEquals(0.4f, data.train().range(2, 3).images().pixels()[0], 0.01f);
      assertEquals(0.5f, data.test().range(1, 2).images().pixels()[0], 0.01f);
    }
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    fill();
    Files.delete(folder.resolve("val/val_annotations.txt"));
    assertMessage("holds no validation images", folder);
    assertMessage("holds no training images", Files.createDirectories(root.resolve("empty")));
    assertMessage("cannot be read", root.resolve("nowhere.tar"));
    Path noArchive = root.resolve("no.tar");
    Files.writeString(noArchive, "this is no archive");
    assertMessage("no.tar cannot be read", noArchive);
  }

  @Test
  void aDamagedImageIsNamed() throws IOException {
    fill();
    Files.writeString(folder.resolve("train/n02085620/images/n02085620_1.JPEG"), "no image");
    assertMessage("n02085620_1.JPEG is not an image", folder);
  }

  @Test
  void readsTheReducedTinyImageNet() {
    DataSource data = Restricted64.load(Reference.shared("data/tiny-imagenet-restricted.tar"));
    assertEquals(List.of("dog", "cat", "frog", "bird", "primate", "insect"), data.classes());
    assertArrayEquals(new int[] {3000, 1500, 1000, 500, 1500, 4000}, data.train().classCounts());
    assertEquals(1150, data.test().size());
  }

  private static void assertMessage(String part, Path place) {
    String message =
        assertThrows(RobustaException.class, () -> Restricted64.load(place)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
