package robusta.model.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.BiFunction;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives made of other archives. */
final class Zips {
  private Zips() {}

  /**
   * Copies an archive.
   *
   * @param change gives an entry's new bytes by its name and its old ones
   * @param more the name of an entry that is put in
   * @param text what it says
   */
  static void rewrite(
      Path from,
      Path to,
      boolean compressed,
      BiFunction<String, byte[], byte[]> change,
      String more,
      String text)
      throws IOException {
    try (ZipFile old = new ZipFile(from.toFile());
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry : Collections.list(old.entries())) {
        byte[] bytes = old.getInputStream(entry).readAllBytes();
        if (!entry.getName().equals(more)) {
          put(zip, entry.getName(), change.apply(entry.getName(), bytes), compressed);
        }
      }
      put(zip, more, text.getBytes(StandardCharsets.US_ASCII), compressed);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes, boolean compressed)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setMethod(compressed ? ZipEntry.DEFLATED : ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
