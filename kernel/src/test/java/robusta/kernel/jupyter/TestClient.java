package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A Jupyter client of a kernel on this machine. */
final class TestClient implements AutoCloseable {
  private static final int TIMEOUT = 20_000;

  private final ZContext context = new ZContext();
  private final String session = UUID.randomUUID().toString();
  private final Signer signer;
  private final Wire wire;
  final ZMQ.Socket shell;
  final ZMQ.Socket control;
  final ZMQ.Socket stdin;
  final ZMQ.Socket heartbeat;
  private final ZMQ.Socket iopub;

  TestClient(ConnectionFile connection) {
    signer = new Signer(connection.signatureScheme(), connection.key());
    wire = new Wire(signer);
    context.setRcvHWM(0);
    shell = connect(SocketType.DEALER, connection, connection.shellPort());
    control = connect(SocketType.DEALER, connection, connection.controlPort());
    stdin = connect(SocketType.DEALER, connection, connection.stdinPort());
    heartbeat = connect(SocketType.REQ, connection, connection.heartbeatPort());
    iopub = connect(SocketType.SUB, connection, connection.iopubPort());
    iopub.subscribe(new byte[0]);
    // From here on nothing is missed.
    published(message -> message.type().equals("iopub_welcome"));
  }

  /** Where a kernel may listen: free ports of this machine. */
  static ConnectionFile connection(String key) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (ServerSocket socket : held) {
      socket.close();
    }
    return new ConnectionFile(
        "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "hmac-sha256", key);
  }

  private ZMQ.Socket connect(SocketType type, ConnectionFile connection, int port) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setIdentity(session.getBytes(StandardCharsets.US_ASCII));
    socket.setReceiveTimeOut(TIMEOUT);
    assertTrue(socket.connect(connection.address(port)));
    return socket;
  }

  /** A message of this client, not yet sent. */
  Message message(String type, ObjectNode content) {
    ObjectNode header =
        Json.object()
            .put("msg_id", UUID.randomUUID().toString())
            .put("msg_type", type)
            .put("username", "someone")
            .put("session", session)
            .put("date", Instant.now().toString())
            .put("version", "5.3");
    return new Message(List.of(), header, Json.object(), Json.object(), content, List.of());
  }

  /** Its frames, signed. */
  List<byte[]> frames(Message message) {
    return new ArrayList<>(wire.write(message));
  }

  static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  Message send(ZMQ.Socket socket, String type, ObjectNode content) {
    Message message = message(type, content);
    send(socket, frames(message));
    return message;
  }

  /** Sends a request to run a cell. */
  Message execute(String code) {
    return execute(code, Json.object());
  }

  Message execute(String code, ObjectNode options) {
    ObjectNode content =
        Json.object().put("code", code).put("silent", false).put("allow_stdin", true);
    return send(shell, "execute_request", content.setAll(options));
  }

  /** The next message on a socket, whose signature is right. */
  Message receive(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv();
    assertTrue(frame != null, "the kernel did not answer");
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return wire.read(frames).orElseThrow();
  }

  /** The reply to a request, whatever comes before it. */
  Message reply(Message request) {
    return reply(shell, request);
  }

  Message reply(ZMQ.Socket socket, Message request) {
    while (true) {
      Message message = receive(socket);
      if (isAbout(message, request)) {
        return message;
      }
    }
  }

  /** Sends a request and waits for its reply. */
  Message ask(String type, ObjectNode content) {
    return reply(send(shell, type, content));
  }

  /** Everything published until something is. */
  List<Message> published(Predicate<Message> last) {
    List<Message> all = new ArrayList<>();
    do {
      all.add(receive(iopub));
    } while (!last.test(all.get(all.size() - 1)));
    return all;
  }

  /** What is published about a request, until the kernel is idle. */
  List<Message> published(Message request) {
    return published(message -> isIdle(message) && isAbout(message, request)).stream()
        .filter(message -> isAbout(message, request))
        .toList();
  }

  static boolean isAbout(Message message, Message request) {
    return message.parent().path("msg_id").asText().equals(request.id());
  }

  static boolean isIdle(Message message) {
    return message.type().equals("status") && message.text("execution_state").equals("idle");
  }

  @Override
  public void close() {
    context.close();
  }
}
