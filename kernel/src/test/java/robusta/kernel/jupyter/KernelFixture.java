package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel with a fake evaluator, and a client of it, for each test. */
@Timeout(60)
abstract class KernelFixture {
  @TempDir Path folder;
  final FakeEvaluator evaluator = new FakeEvaluator();
  Comms comms;
  ConnectionFile connection;
  JupyterKernel kernel;
  TestClient client;

  @BeforeEach
  void start() throws IOException {
    connection = TestClient.connection("a key");
    kernel =
        JupyterKernel.open(
            connection,
            made -> {
              comms = made;
              return evaluator;
            },
            folder.resolve("history"));
    client = new TestClient(connection);
  }

  @AfterEach
  void stop() {
    client.close();
    kernel.close();
  }

  Message last(String type) {
    List<Message> all = client.published(message -> message.type().equals(type));
    return all.get(all.size() - 1);
  }

  /** What a cell showed. */
  List<Message> shown(Message request) {
    List<Message> published = client.published(request);
    return published.subList(2, published.size() - 1);
  }

  static List<String> types(List<Message> messages) {
    return messages.stream().map(Message::type).toList();
  }

  ObjectNode history(String access) {
    return client
        .ask(
            "history_request",
            Json.object().put("hist_access_type", access).put("output", true).put("n", 10))
        .content();
  }
}
