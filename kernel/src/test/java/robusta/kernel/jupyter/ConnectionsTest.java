package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class ConnectionsTest extends KernelFixture {
  @Test
  void forgedMalformedAndRepeatedMessagesAreDropped() throws Exception {
    List<byte[]> forged = client.frames(client.message("kernel_info_request", Json.object()));
    forged.set(1, "0".repeat(64).getBytes(StandardCharsets.US_ASCII));
    TestClient.send(client.shell, forged);
    TestClient.send(client.shell, List.of(new byte[0]));
    TestClient.send(client.shell, List.of("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII)));
    List<byte[]> parts =
        List.of("{".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[3], new byte[1]);
    List<byte[]> signed = new ArrayList<>();
    signed.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
    signed.add(new Signer("hmac-sha256", "a key").sign(parts).getBytes(StandardCharsets.US_ASCII));
    signed.addAll(parts);
    TestClient.send(client.shell, signed);
    Message once = client.execute("print once");
    client.reply(once);
    TestClient.send(client.shell, client.frames(once));
    Message next = client.execute("print next");
    assertEquals(2, client.reply(next).content().path("execution_count").asInt());
  }

  @Test
  void strangersAndTheirGarbageAreCutOff() throws IOException {
    byte[] web = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] ones = new byte[8];
    Arrays.fill(ones, (byte) 0xff);
    byte[] huge = {0x7f, 0, 0, 0, 0, 0, 0, 0};
    for (int port :
        List.of(connection.shellPort(), connection.iopubPort(), connection.heartbeatPort())) {
      for (byte[] garbage : List.of(web, frameOf(huge), frameOf(ones), frameOf(new byte[8]))) {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
          stranger.getOutputStream().write(garbage);
        }
      }
    }
    assertEquals("ok", client.reply(client.execute("print x")).text("status"));
    client.heartbeat.send(new byte[] {1});
    assertArrayEquals(new byte[] {1}, client.heartbeat.recv());
  }

  /** What a ZeroMQ peer says first, and a frame that announces so many bytes. */
  private static byte[] frameOf(byte[] length) {
    ByteBuffer said = ByteBuffer.allocate(256);
    said.put((byte) 0xff).putLong(0).put((byte) 0x7f).put((byte) 3).put((byte) 0);
    said.put("NULL".getBytes(StandardCharsets.US_ASCII)).position(64);
    byte[] ready = "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(StandardCharsets.US_ASCII);
    said.put((byte) 4).put((byte) ready.length).put(ready);
    said.put((byte) 2).put(length).put("abc".getBytes(StandardCharsets.US_ASCII));
    return Arrays.copyOf(said.array(), said.position());
  }

  @Test
  void aSecondClientSeesWhatTheFirstDoes() {
    try (TestClient second = new TestClient(connection)) {
      Message request = client.execute("print x");
      assertEquals("ok", client.reply(request).text("status"));
      assertEquals(types(client.published(request)), types(second.published(request)));
      assertEquals("ok", second.reply(second.execute("print y")).text("status"));
    }
  }

  @Test
  void aKernelWithoutAKeyTakesEveryMessage() throws IOException {
    ConnectionFile open = TestClient.connection("");
    JupyterKernel unsigned =
        JupyterKernel.open(open, made -> new FakeEvaluator(), folder.resolve("other"));
    try (TestClient anyone = new TestClient(open)) {
      assertEquals("ok", anyone.reply(anyone.execute("print x")).text("status"));
    } finally {
      unsigned.close();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    String refusal = ports();
    assertTrue(
        refusal.startsWith("cannot listen on " + connection.address(connection.shellPort())),
        refusal);
  }

  @Test
  void anEvaluatorThatCannotBeMadeEndsTheKernel() throws IOException {
    ConnectionFile other = TestClient.connection("key");
    try (JupyterKernel broken =
        JupyterKernel.open(
            other,
            made -> {
              throw new RobustaException("no cells today");
            },
            folder.resolve("other"))) {
      assertEquals(
          "no cells today", assertThrows(RobustaException.class, broken::await).getMessage());
    }
  }

  @Test
  void aHeartbeatComesBackWhileACellRuns() {
    client.execute("wait");
    client.heartbeat.send(new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, client.heartbeat.recv());
    evaluator.release.countDown();
  }

  @Test
  void shutdownEndsTheKernelThoughACellRuns() throws Exception {
    client.execute("stubborn");
    client.published(message -> message.type().equals("execute_input"));
    Message request =
        client.send(client.control, "shutdown_request", Json.object().put("restart", true));
    Message reply = client.reply(client.control, request);
    assertTrue(reply.content().path("restart").asBoolean());
    assertTrue(types(client.published(request)).contains("shutdown_reply"));
    kernel.await();
    kernel.close();
    assertTrue(evaluator.closed.await(20, TimeUnit.SECONDS));
    assertNull(ports());
  }

  /** Null if all the kernel's ports are free again. */
  private String ports() {
    try {
      JupyterKernel.open(connection, made -> new FakeEvaluator(), folder.resolve("other")).close();
      return null;
    } catch (RobustaException e) {
      return e.getMessage();
    }
  }
}
