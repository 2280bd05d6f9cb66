package robusta.kernel.jupyter;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import robusta.run.RobustaException;

/** Signs messages with the key of the connection file; any thread may use it. */
final class Signer {
  private final String algorithm;
  private final SecretKeySpec key;

  /**
   * A signer.
   *
   * @param scheme such as {@code "hmac-sha256"}
   * @param key empty where messages are not signed
   */
  Signer(String scheme, String key) {
    algorithm = "Hmac" + scheme.replaceFirst("^hmac-", "").toUpperCase(Locale.ROOT);
    this.key =
        key.isEmpty() ? null : new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm);
    sign(List.of());
  }

  /** Whether messages are signed at all. */
  boolean signs() {
    return key != null;
  }

  /** The signature of these parts, in lower-case hexadecimal digits; empty without a key. */
  String sign(List<byte[]> parts) {
    if (key == null) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(key);
      parts.forEach(mac::update);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new RobustaException(
          "the connection file asks for %s, with which Java cannot sign".formatted(algorithm), e);
    }
  }

  /** Whether this is the signature of these parts; takes as long for every wrong one. */
  boolean matches(byte[] signature, List<byte[]> parts) {
    return key == null
        || MessageDigest.isEqual(signature, sign(parts).getBytes(StandardCharsets.US_ASCII));
  }
}
