package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;
import robusta.testing.Reference;

class RestrictedImageNetTest {
  private static final List<String> GROUPS =
      List.of("dog", "cat", "frog", "turtle", "bird", "primate", "fish", "crab", "insect");

  @TempDir Path folder;

  private void write(String file) {
    ImageFiles.write(Images.zeros(1, 3, 4, 4), folder.resolve(file));
  }

  @Test
  void groupsHaveTheSizesOfTheirRanges() {
    Map<String, String> groups = RestrictedImageNet.groups();
    assertEquals(GROUPS, groups.values().stream().distinct().toList());
    int[] sizes = {118, 5, 3, 5, 21, 18, 9, 4, 20};
    for (int i = 0; i < sizes.length; i++) {
      String group = GROUPS.get(i);
      long members =
          groups.entrySet().stream()
              .filter(e -> e.getValue().equals(group) && !e.getKey().equals(group))
              .count();
      assertEquals(sizes[i], members, group);
    }
    // Ids are sorted in ImageNet's order, and so are the ranges: goldfish is no member, 389 is.
    assertEquals("fish", groups.get("n02514041"));
    assertEquals("cat", groups.get("n02123045"));
    assertEquals(null, groups.get("n01443537"));
  }

  @Test
  void classesOfImageNetAreGroupedAndOthersSkipped() {
    write("train/n02123045/a.png");
    write("train/n02124075/images/b.png");
    write("train/n02085620/c.png");
    write("train/n01443537/skipped.png");
    write("val/n02085620/d.png");
    DataSource source = RestrictedImageNet.load(folder, 4);
    assertEquals(GROUPS, source.classes());
    assertArrayEquals(new int[] {1, 2, 0, 0, 0, 0, 0, 0, 0}, source.train().classCounts());
    assertArrayEquals(new int[] {0}, source.test().labels());
  }

  @Test
  void tinyImageNetsValIsSortedByItsAnnotations() throws IOException {
    write("train/n02123045/a.png");
    write("val/images/val_0.png");
    write("val/images/val_1.png");
    write("val/images/val_2.png");
    Files.writeString(
        folder.resolve("val/val_annotations.txt"),
        "val_0.png\tn02123045\t0\t32\t44\t62\nval_1.png\tn01443537\t0\t0\t1\t1\n"
            + "val_2.png\tn01641577\t1\t2\t3\t4\n");
    DataSource source = RestrictedImageNet.load(folder, 4);
    assertArrayEquals(new int[] {1, 2}, source.test().labels());
  }

  @Test
  void foldersWithoutAnyGroupAreRefused() {
    write("train/n01443537/a.png");
    assertMessage("holds no images of Restricted ImageNet", folder);
    assertMessage("does not exist", folder.resolve("nowhere"));
  }

  @Test
  void realPhotographsAreRead() throws IOException {
    unpack(Reference.shared("data/restricted-imagenet-samples.tar"));
    DataSource source = RestrictedImageNet.load(folder.resolve("restricted-imagenet-samples"), 64);
    int[] train = source.train().classCounts();
    int[] test = source.test().classCounts();
    int[] both = new int[train.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = train[i] + test[i];
    }
    assertArrayEquals(new int[] {118, 5, 3, 5, 21, 18, 9, 4, 20}, both);
    for (Dataset half : new Dataset[] {source.train(), source.test()}) {
      for (Batch batch : half.batches(50)) {
        batch.images().requireValid();
      }
    }
    // Natural photographs have about the mean that the library has for all of them.
    Normalizer measured = ((FileDataset) source.train()).measuredNormalizer();
    Vectors.assertClose(RestrictedImageNet.NORMALIZER.mean(), measured.mean(), .06);
    Vectors.assertClose(RestrictedImageNet.NORMALIZER.std(), measured.std(), .06);
  }

  @Test
  void tinyImageNetIsFoundWhole() throws IOException {
    unpack(Reference.shared("data/tiny-imagenet-restricted.tar"));
    DataSource source = RestrictedImageNet.load(folder.resolve("tiny-imagenet-restricted"), 64);
    assertEquals(23 * 500, source.train().size());
    assertEquals(23 * 50, source.test().size());
    for (int group = 0; group < 9; group++) {
      assertEquals(source.train().classCounts()[group], 10 * source.test().classCounts()[group]);
    }
    assertEquals("64 images of 3x64x64", source.test().range(0, 64).images().toString());
  }

  private void unpack(Path tarFile) throws IOException {
    try (InputStream in = Files.newInputStream(tarFile);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      List<String> written = new ArrayList<>();
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          written.add(entry.getName());
        }
      }
      assertTrue(written.size() > 100);
    }
  }

  private static void assertMessage(String part, Path at) {
    String message =
        assertThrows(RobustaException.class, () -> RestrictedImageNet.load(at, 4)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
