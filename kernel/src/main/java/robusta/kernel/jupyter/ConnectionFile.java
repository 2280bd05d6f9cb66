package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import robusta.run.RobustaException;

/**
 * What Jupyter writes for a kernel that it starts: where to listen, and the key that both sides
 * sign with.
 *
 * @param ip the only address that is listened on
 * @param signatureScheme such as {@code "hmac-sha256"}
 * @param key empty where messages are not signed
 */
public record ConnectionFile(
    String ip,
    int shellPort,
    int controlPort,
    int stdinPort,
    int iopubPort,
    int heartbeatPort,
    String signatureScheme,
    String key) {

  /**
   * Reads a connection file.
   *
   * @throws RobustaException if it cannot be read or does not say enough
   */
  public static ConnectionFile read(Path file) {
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RobustaException(
          "the connection file %s cannot be read; Jupyter names one when it starts a kernel"
              .formatted(file),
          e);
    }
    ObjectNode json =
        Json.read(text)
            .orElseThrow(
                () -> new RobustaException("the connection file %s is not JSON".formatted(file)));
    String transport = json.path("transport").asText("tcp");
    if (!transport.equals("tcp")) {
      // JeroMQ's ipc is a TCP socket in disguise, which no other ZeroMQ finds.
      throw new RobustaException(
          "the connection file %s asks for the transport %s, but this kernel speaks tcp only"
              .formatted(file, transport));
    }
    return new ConnectionFile(
        json.path("ip").asText("127.0.0.1"),
        port(json, "shell_port", file),
        port(json, "control_port", file),
        port(json, "stdin_port", file),
        port(json, "iopub_port", file),
        port(json, "hb_port", file),
        json.path("signature_scheme").asText("hmac-sha256"),
        json.path("key").asText(""));
  }

  private static int port(JsonNode json, String name, Path file) {
    int port = json.path(name).asInt();
    if (port < 1 || port > 65535) {
      throw new RobustaException("the connection file %s has no usable %s".formatted(file, name));
    }
    return port;
  }

  /** What a socket binds to. */
  String address(int port) {
    return "tcp://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }
}
