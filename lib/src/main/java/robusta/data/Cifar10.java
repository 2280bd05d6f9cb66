package robusta.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * CIFAR-10: 50,000 training and 10,000 test images of 32x32 pixels in colour, ten classes
 * (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009).
 *
 * <p>It is read from its official binary form, as the archive {@code cifar-10-binary.tar.gz} or
 * unpacked as {@code cifar-10-batches-bin}. Each of the six batches is checked by its SHA-256, so
 * that an archive packed anew serves as well as the published one. The pixels stay in memory as
 * bytes: 184 MB.
 */
public final class Cifar10 {
  static final String ARCHIVE = "cifar-10-binary.tar.gz";
  static final String FOLDER = "cifar-10-batches-bin";

  /** Mean and deviation that the {@code robustness} library normalises CIFAR-10 with. */
  public static final Normalizer NORMALIZER =
      new Normalizer(new float[] {.4914f, .4822f, .4465f}, new float[] {.2023f, .1994f, .2010f});

  private static final Download OFFICIAL =
      new Download(
          URI.create("https://www.cs.toronto.edu/~kriz/" + ARCHIVE),
          170_052_171,
          Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"));

  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int IMAGE = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + IMAGE;

  private static final Map<String, Checksum> BATCHES = new LinkedHashMap<>();

  static {
    batch("data_batch_1", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5");
    batch("data_batch_2", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed");
    batch("data_batch_3", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67");
    batch("data_batch_4", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48");
    batch("data_batch_5", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add");
    batch("test_batch", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b");
  }

  private Cifar10() {}

  private static void batch(String name, String sha256) {
    BATCHES.put(name + ".bin", Checksum.sha256(sha256));
  }

  /**
   * Reads CIFAR-10 from where {@link DataDirectory#searched} finds it; where it is nowhere,
   * downloads it once (170 MB) into the data directory.
   *
   * @throws RobustaException if it is damaged, or cannot be downloaded
   */
  public static DataSource find(RunContext context) {
    return find(DataDirectory.searched(), OFFICIAL, context);
  }

  /**
   * Reads CIFAR-10 from a folder that holds the archive or the unpacked batches.
   *
   * @throws RobustaException if neither is there, or a batch is missing, truncated or damaged
   */
  public static DataSource load(Path folder) {
    if (!present(folder)) {
      throw new RobustaException(
          "CIFAR-10 is not in %s; put %s there (%s), or leave the folder out to have it downloaded"
              .formatted(folder, ARCHIVE, OFFICIAL.source()));
    }
    return read(folder, BATCHES);
  }

  /** As the public method; the first folder is the one that a download goes to. */
  static DataSource find(List<Path> folders, Download download, RunContext context) {
    for (Path folder : folders) {
      if (present(folder)) {
        return read(folder, BATCHES);
      }
    }
    download.to(folders.get(0).resolve(ARCHIVE), context);
    return read(folders.get(0), BATCHES);
  }

  static boolean present(Path folder) {
    return Files.isDirectory(folder.resolve(FOLDER)) || Files.exists(folder.resolve(ARCHIVE));
  }

  /** Reads batches with these names and checksums, the last of which is the test half. */
  static DataSource read(Path folder, Map<String, Checksum> checksums) {
    Path unpacked = folder.resolve(FOLDER);
    Path source = Files.isDirectory(unpacked) ? unpacked : folder.resolve(ARCHIVE);
    Map<String, byte[]> batches;
    try {
      batches = source.equals(unpacked) ? readFolder(source, checksums) : readArchive(source);
    } catch (EOFException | ZipException e) {
      throw damaged(source, "it is truncated or not an archive", e);
    } catch (IOException e) {
      throw damaged(source, "it cannot be read: " + e.getMessage(), e);
    }
    checksums.entrySet().parallelStream()
        .forEach(expected -> check(source, expected, batches.get(expected.getKey())));
    List<byte[]> inOrder = new ArrayList<>();
    checksums.keySet().forEach(name -> inOrder.add(batches.get(name)));
    int train = inOrder.size() - 1;
    return new DataSource(
        "cifar10",
        dataset("cifar10 train", inOrder.subList(0, train)),
        dataset("cifar10 test", inOrder.subList(train, train + 1)),
        NORMALIZER);
  }

  private static Map<String, byte[]> readFolder(Path folder, Map<String, Checksum> checksums)
      throws IOException {
    Map<String, byte[]> batches = new LinkedHashMap<>();
    for (String name : checksums.keySet()) {
      if (Files.exists(folder.resolve(name))) {
        batches.put(name, Files.readAllBytes(folder.resolve(name)));
      }
    }
    return batches;
  }

  private static Map<String, byte[]> readArchive(Path archive) throws IOException {
    Map<String, byte[]> batches = new LinkedHashMap<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().endsWith(".bin")) {
          batches.put(Path.of(entry.getName()).getFileName().toString(), tar.readAllBytes());
        }
      }
    }
    return batches;
  }

  private static void check(Path source, Map.Entry<String, Checksum> expected, byte[] bytes) {
    String name = expected.getKey();
    if (bytes == null) {
      throw damaged(source, name + " is missing from it", null);
    }
    String digest = expected.getValue().of(bytes);
    if (!digest.equals(expected.getValue().hex())) {
      throw damaged(
          source,
          "%s has SHA-256 %s, not %s".formatted(name, digest, expected.getValue().hex()),
          null);
    }
  }

  private static RobustaException damaged(Path source, String how, Throwable cause) {
    return new RobustaException(
        "CIFAR-10 in %s is damaged (%s); delete it and it is downloaded anew"
            .formatted(source, how),
        cause);
  }

  private static Dataset dataset(String name, List<byte[]> batches) {
    int count = batches.stream().mapToInt(batch -> batch.length / RECORD).sum();
    byte[] values = new byte[count * IMAGE];
    int[] labels = new int[count];
    int at = 0;
    for (byte[] batch : batches) {
      for (int from = 0; from + RECORD <= batch.length; from += RECORD, at++) {
        labels[at] = batch[from];
        System.arraycopy(batch, from + 1, values, at * IMAGE, IMAGE);
      }
    }
    return new ByteDataset(name, CLASSES, CHANNELS, SIDE, SIDE, values, labels);
  }
}
