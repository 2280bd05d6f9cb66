package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class ImageNetTest {
  @TempDir Path folder;

  private void write(String file) {
    ImageFiles.write(Images.zeros(1, 3, 4, 4), folder.resolve(file));
  }

  @Test
  void namesOfAllClassesStandInTheOrderOfTheirIds() {
    List<String> names = ImageNet.resource("imagenet.txt");
    assertEquals(1000, names.size());
    assertEquals("tench", names.get(0));
    // Restricted ImageNet knows the ids of these indices.
    assertEquals("tabby", names.get(281));
    assertEquals("bullfrog", names.get(30));
    assertEquals("toilet tissue", names.get(999));
  }

  @Test
  void aPartIsNamedByTheListThatComesWithIt() throws IOException {
    write("train/n02124075/images/a.png");
    write("train/n01641577/b.png");
    write("train/n09999999/c.png");
    write("train/notes/skipped.png");
    write("val/images/val_0.png");
    write("val/images/val_1.png");
    Files.writeString(
        folder.resolve("classes.csv"),
        "wnid,index,name,superclass\nn02124075,285,Egyptian_cat,cat\nn01641577,30,bullfrog,frog\n");
    Files.writeString(
        folder.resolve("val_labels.csv"), "file,wnid\nval_0.png,n02124075\nval_1.png,n01641577\n");
    DataSource source = ImageNet.load(folder, 4);
    assertEquals(List.of("bullfrog", "Egyptian_cat", "n09999999"), source.classes());
    assertArrayEquals(new int[] {1, 1, 1}, source.train().classCounts());
    assertArrayEquals(new int[] {0, 1}, source.test().labels());
    assertEquals(ImageNet.NORMALIZER, source.normalizer());
  }

  @Test
  void theArchiveOfKaggleIsReadAsItUnpacks() throws IOException {
    String data = "ILSVRC/Data/CLS-LOC/";
    write(data + "train/n01440764/n01440764_1.png");
    write(data + "train/n01443537/n01443537_1.png");
    write(data + "val/ILSVRC2012_val_00000001.png");
    Files.writeString(
        folder.resolve("LOC_val_solution.csv"),
        "ImageId,PredictionString\nILSVRC2012_val_00000001,n01443537 85 1 499 272\n");
    Files.writeString(
        folder.resolve("LOC_synset_mapping.txt"),
        "n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\n");
    DataSource source = ImageNet.load(folder, 4);
    assertEquals(List.of("tench", "goldfish"), source.classes());
    assertArrayEquals(new int[] {1}, source.test().labels());
  }

  @Test
  void foldersWithoutClassesAreRefused() {
    write("train/dog/a.png");
    String message =
        assertThrows(RobustaException.class, () -> ImageNet.load(folder, 4)).getMessage();
    assertTrue(message.contains("holds no class of ImageNet"), message);
  }
}
