package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Writes the kernel's own messages; any thread may use it. */
final class Sender {
  static final String VERSION = "5.4";

  private final String session = UUID.randomUUID().toString();
  private final AtomicLong number = new AtomicLong();
  private final Wire wire;
  private final BiConsumer<Channel, List<byte[]>> out;

  Sender(Wire wire, BiConsumer<Channel, List<byte[]>> out) {
    this.wire = wire;
    this.out = out;
  }

  /** Answers a request, to whoever sent it. */
  void reply(Channel channel, Message request, ObjectNode content) {
    String type = request.type().replaceFirst("_request$", "_reply");
    send(channel, request.identities(), header(type), request.header(), content, List.of());
  }

  /**
   * Asks the person in front of the client that sent a request.
   *
   * @return the question's own name
   */
  String ask(Message request, ObjectNode content) {
    ObjectNode header = header("input_request");
    send(Channel.STDIN, request.identities(), header, request.header(), content, List.of());
    return header.path("msg_id").asText();
  }

  /** Tells every client. */
  void publish(String type, ObjectNode parent, ObjectNode content) {
    publish(type, parent, content, List.of());
  }

  /** Tells every client, with binary data. */
  void publish(String type, ObjectNode parent, ObjectNode content, List<byte[]> buffers) {
    byte[] topic = ("kernel." + session + "." + type).getBytes(StandardCharsets.US_ASCII);
    send(Channel.IOPUB, List.of(topic), header(type), parent, content, buffers);
  }

  /** Tells those who subscribed to this topic that they will miss nothing from now on. */
  void welcome(byte[] topic) {
    ObjectNode content =
        Json.object().put("subscription", new String(topic, StandardCharsets.UTF_8));
    send(Channel.IOPUB, List.of(topic), header("iopub_welcome"), Json.object(), content, List.of());
  }

  private void send(
      Channel channel,
      List<byte[]> identities,
      ObjectNode header,
      ObjectNode parent,
      ObjectNode content,
      List<byte[]> buffers) {
    Message message =
        new Message(identities, header, parent, Json.object(), content, List.copyOf(buffers));
    out.accept(channel, wire.write(message));
  }

  private ObjectNode header(String type) {
    return Json.object()
        .put("msg_id", session + "_" + number.incrementAndGet())
        .put("msg_type", type)
        .put("username", System.getProperty("user.name", ""))
        .put("session", session)
        .put("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString())
        .put("version", VERSION);
  }
}
