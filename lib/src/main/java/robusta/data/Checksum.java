package robusta.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest that a file must have.
 *
 * @param algorithm {@code "MD5"} or {@code "SHA-256"}
 * @param hex the digest in lower-case hexadecimal
 */
record Checksum(String algorithm, String hex) {

  static Checksum md5(String hex) {
    return new Checksum("MD5", hex);
  }

  static Checksum sha256(String hex) {
    return new Checksum("SHA-256", hex);
  }

  /** The digest that these bytes have, in the form of {@link #hex}. */
  String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** The digest that a file has, in the form of {@link #hex}. */
  String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
