package robusta.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListsTest {
  private static final int MANY = 10_000;
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path root;
  @TempDir Path data;

  @BeforeEach
  void manyFiles() throws IOException {
    Path dogs = Files.createDirectories(root.resolve("dog/images"));
    for (int i = 0; i < MANY; i++) {
      Files.createFile(dogs.resolve("%05d.jpg".formatted(i)));
    }
    Files.createDirectories(root.resolve("cat"));
    Files.createFile(root.resolve("cat/tabby.PNG"));
    Files.createFile(root.resolve("cat/notes.txt"));
    age();
  }

  /** As if nothing had been changed for years. */
  private void age() throws IOException {
    for (String folder : List.of("dog/images", "dog", "cat")) {
      Files.setLastModifiedTime(root.resolve(folder), LONG_AGO);
    }
  }

  private List<Path> images(String folder) {
    try (FileLists lists = FileLists.below(root, data)) {
      return lists.images(root.resolve(folder));
    }
  }

  private boolean kept() throws IOException {
    Path folder = data.resolve("lists");
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count() == 1;
    }
  }

  @Test
  void aListIsReadAgainUntilItsFolderChanges() throws IOException {
    assertEquals(MANY, images("dog").size());
    assertTrue(kept());
    // Nobody looks: with the folder's time as it was, a file that is gone is still listed.
    Files.delete(root.resolve("dog/images/00007.jpg"));
    age();
    List<Path> again = images("dog");
    assertEquals(MANY, again.size());
    assertEquals(root.resolve("dog/images/00007.jpg"), again.get(7));
    Files.createFile(root.resolve("dog/images/new.jpg"));
    assertEquals(MANY, images("dog").size());
    assertTrue(images("dog").contains(root.resolve("dog/images/new.jpg")));
    assertFalse(images("dog").contains(root.resolve("dog/images/00007.jpg")));
  }

  @Test
  void otherFoldersAreListedWhenAskedFor() {
    assertEquals(MANY, images("dog").size());
    assertEquals(List.of(root.resolve("cat/tabby.PNG")), images("cat"));
    assertEquals(List.of(root.resolve("cat/tabby.PNG")), images("cat"));
  }

  @Test
  void aFolderThatJustChangedIsNotRemembered() throws IOException {
    Files.createFile(root.resolve("dog/images/new.jpg"));
    assertEquals(MANY + 1, images("dog").size());
    assertFalse(kept());
  }

  @Test
  void fewFilesAreNotWorthACache() throws IOException {
    assertEquals(1, images("cat").size());
    assertFalse(kept());
  }

  @Test
  void aDamagedCacheIsMadeAnew() throws IOException {
    images("dog");
    Path cache;
    try (Stream<Path> files = Files.list(data.resolve("lists"))) {
      cache = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(cache);
    for (int length : new int[] {0, 9, whole.length / 2, whole.length - 3}) {
      Files.write(cache, java.util.Arrays.copyOf(whole, length));
      assertEquals(MANY, images("dog").size());
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 3] ^= 0x55;
    Files.write(cache, flipped);
    assertEquals(MANY, images("dog").size());
  }
}
