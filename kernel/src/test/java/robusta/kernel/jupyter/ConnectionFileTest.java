package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class ConnectionFileTest {
  private static final String GOOD =
      """
      {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
       "ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256",
       "kernel_name": "robusta"}
      """;

  @TempDir Path folder;

  private ConnectionFile read(String text) {
    try {
      return ConnectionFile.read(Files.writeString(folder.resolve("connection.json"), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String refusal(String text) {
    return assertThrows(RobustaException.class, () -> read(text)).getMessage();
  }

  @Test
  void saysWhereToListen() {
    ConnectionFile connection = read(GOOD);
    assertEquals(new ConnectionFile("127.0.0.1", 1, 4, 3, 2, 5, "hmac-sha256", "k"), connection);
    assertEquals("tcp://127.0.0.1:2", connection.address(connection.iopubPort()));
    assertEquals("tcp://[::1]:1", read(GOOD.replace("127.0.0.1", "::1")).address(1));
  }

  @Test
  void refusesWhatItCannotUse() {
    assertTrue(refusal("{").endsWith("is not JSON"));
    assertTrue(refusal("{}").endsWith("has no usable shell_port"));
    assertTrue(refusal(GOOD.replace(": 5", ": 70000")).endsWith("has no usable hb_port"));
    assertTrue(refusal(GOOD.replace("\"tcp\"", "\"ipc\"")).endsWith("this kernel speaks tcp only"));
    Path missing = folder.resolve("missing.json");
    assertTrue(
        assertThrows(RobustaException.class, () -> ConnectionFile.read(missing))
            .getMessage()
            .contains("cannot be read"));
  }

  @Test
  void anUnknownWayToSignIsRefused() {
    assertEquals(
        "the connection file asks for HmacMAGIC, with which Java cannot sign",
        assertThrows(RobustaException.class, () -> new Signer("hmac-magic", "k")).getMessage());
  }
}
