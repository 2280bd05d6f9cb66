package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.testing.Reference;

class Cifar10Test {
  private static final int RECORD = 1 + 3 * 32 * 32;

  @TempDir Path folder;

  /** Batches in CIFAR's layout, with random pixels, and what their digests are. */
  private final Map<String, byte[]> batches = new LinkedHashMap<>();

  private final Map<String, Checksum> checksums = new LinkedHashMap<>();

  private void makeBatches() {
    Random random = new Random(2);
    for (String name : List.of("data_batch_1.bin", "data_batch_2.bin", "test_batch.bin")) {
      byte[] bytes = new byte[4 * RECORD];
      random.nextBytes(bytes);
      for (int i = 0; i < 4; i++) {
        bytes[i * RECORD] = (byte) (batches.size() + i);
      }
      batches.put(name, bytes);
      checksums.put(name, Checksum.sha256(Checksum.sha256("").of(bytes)));
    }
  }

  private byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, byte[]> batch : batches.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(Cifar10.FOLDER + "/" + batch.getKey());
        entry.setSize(batch.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(batch.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void unpack() throws IOException {
    Path unpacked = Files.createDirectories(folder.resolve(Cifar10.FOLDER));
    for (Map.Entry<String, byte[]> batch : batches.entrySet()) {
      Files.write(unpacked.resolve(batch.getKey()), batch.getValue());
    }
  }

  private String failure() {
    return assertThrows(RobustaException.class, () -> Cifar10.read(folder, checksums)).getMessage();
  }

  @Test
  void archiveAndUnpackedFolderReadTheSame() throws IOException {
    makeBatches();
    Files.write(folder.resolve(Cifar10.ARCHIVE), archive());
    DataSource packed = Cifar10.read(folder, checksums);
    unpack();
    DataSource unpacked = Cifar10.read(folder, checksums);
    assertArrayEquals(new int[] {0, 1, 2, 3, 1, 2, 3, 4}, packed.train().labels());
    assertArrayEquals(new int[] {2, 3, 4, 5}, packed.test().labels());
    float[] pixels = packed.train().batch(6).images().pixels();
    byte[] bytes = batches.get("data_batch_2.bin");
    for (int i = 0; i < pixels.length; i++) {
      assertEquals((bytes[2 * RECORD + 1 + i] & 0xff) / 255f, pixels[i]);
    }
    assertArrayEquals(pixels, unpacked.train().batch(6).images().pixels());
    assertEquals("truck", packed.classes().get(9));
  }

  @Test
  void damagedDataIsNamed() throws IOException {
    makeBatches();
    byte[] archive = archive();
    Path file = folder.resolve(Cifar10.ARCHIVE);
    Files.write(file, Arrays.copyOf(archive, archive.length / 2));
    assertTrue(failure().contains(file + " is damaged (it is truncated"), failure());
    Files.writeString(file, "<html>not found</html>");
    assertTrue(failure().contains(file + " is damaged (it is truncated or not an"), failure());
    unpack();
    Path batch = folder.resolve(Cifar10.FOLDER).resolve("data_batch_2.bin");
    byte[] bytes = batches.get("data_batch_2.bin").clone();
    bytes[77]++;
    Files.write(batch, bytes);
    assertTrue(failure().contains("data_batch_2.bin has SHA-256"), failure());
    Files.delete(batch);
    assertTrue(failure().contains("data_batch_2.bin is missing"), failure());
  }

  @Test
  void absentDataSaysWhereToPutIt() {
    String message = assertThrows(RobustaException.class, () -> Cifar10.load(folder)).getMessage();
    assertTrue(message.contains(Cifar10.ARCHIVE), message);
    assertTrue(message.contains(folder.toString()), message);
  }

  @Test
  void dataThatLiesInAnyFolderIsNotDownloaded() throws IOException {
    Path second = Files.createDirectories(folder.resolve("second"));
    Files.writeString(second.resolve(Cifar10.ARCHIVE), "damaged");
    try (FileServer server = new FileServer(new byte[10])) {
      Download download = new Download(server.uri(), 10, Checksum.md5(""));
      String message =
          assertThrows(
                  RobustaException.class,
                  () ->
                      Cifar10.find(
                          List.of(folder.resolve("first"), second), download, RunContext.quiet(0)))
              .getMessage();
      assertTrue(message.contains(second.toString()), message);
      assertEquals(List.of(), server.ranges);
    }
  }

  @Test
  void theRealOneIsDownloadedOnceAndRead() throws IOException {
    Path real = Reference.shared("data/" + Cifar10.ARCHIVE);
    byte[] bytes = Files.readAllBytes(real);
    try (FileServer server = new FileServer(bytes)) {
      Download download =
          new Download(server.uri(), bytes.length, Checksum.md5(Checksum.md5("").of(bytes)));
      server.cuts = 1;
      server.cutAfter = 100_000_000;
      List<Path> folders = List.of(folder.resolve("data"));
      DataSource cifar = Cifar10.find(folders, download, RunContext.quiet(0));
      assertEquals(2, server.ranges.size());
      Cifar10.find(folders, download, RunContext.quiet(0));
      assertEquals(2, server.ranges.size());
      assertEquals(50_000, cifar.train().size());
      int[] thousand = new int[10];
      Arrays.fill(thousand, 1000);
      assertArrayEquals(thousand, cifar.test().classCounts());
      Normalizer measured = ((ByteDataset) cifar.train()).measuredNormalizer();
      Vectors.assertClose(Cifar10.NORMALIZER.mean(), measured.mean(), 1e-3);
    }
  }

  @Test
  void theDataDirectoryIsThePropertyThenTheEnvironmentThenTheHomeFolder() throws IOException {
    Path property = folder.resolve("property");
    assertEquals(property, DataDirectory.path(property.toString(), "environment"));
    assertEquals(folder, DataDirectory.path(" ", folder.toString()));
    assertTrue(DataDirectory.path(null, null).endsWith(Path.of(".robusta", "data")));
    Path shared = Files.createDirectories(folder.resolve("shared").resolve("data"));
    Path deep = Files.createDirectories(folder.resolve("project").resolve("lib"));
    List<Path> searched = DataDirectory.searched(property, deep);
    assertEquals(List.of(property, shared), searched.subList(0, 2));
  }
}
