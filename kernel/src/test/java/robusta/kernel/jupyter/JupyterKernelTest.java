package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

@Timeout(60)
class JupyterKernelTest {
  @TempDir Path folder;
  private final FakeEvaluator evaluator = new FakeEvaluator();
  private Comms comms;
  private ConnectionFile connection;
  private JupyterKernel kernel;
  private TestClient client;

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

  @Test
  void aCellIsAnsweredInTheOrderOfTheProtocol() {
    Message request = client.execute("value 42");
    Message reply = client.reply(request);
    assertEquals("execute_reply", reply.type());
    assertEquals("ok", reply.text("status"));
    assertEquals(1, reply.content().path("execution_count").asInt());
    List<Message> published = client.published(request);
    assertEquals(List.of("status", "execute_input", "execute_result", "status"), types(published));
    assertEquals("busy", published.get(0).text("execution_state"));
    assertEquals("value 42", published.get(1).text("code"));
    assertEquals("42", published.get(2).content().at("/data/text~1plain").asText());
    assertEquals(1, published.get(2).content().path("execution_count").asInt());
    assertEquals(
        2, client.reply(client.execute("print x")).content().path("execution_count").asInt());
  }

  @Test
  void textsAndPicturesKeepTheirOrder() {
    List<Message> shown = shown(client.execute("both"));
    assertEquals(List.of("stream", "stream", "stream", "display_data", "stream"), types(shown));
    assertEquals(
        List.of("one", "two", "three", "", "five"),
        shown.stream().map(message -> message.text("text")).toList());
    assertEquals("stderr", shown.get(1).text("name"));
  }

  @Test
  void displaysAreUpdatedAndCleared() {
    List<Message> shown = shown(client.execute("show"));
    assertEquals(List.of("display_data", "update_display_data", "clear_output"), types(shown));
    assertEquals("a", shown.get(0).content().at("/transient/display_id").asText());
    assertEquals("a", shown.get(1).content().at("/transient/display_id").asText());
    assertTrue(shown.get(2).content().path("wait").asBoolean());
  }

  @Test
  void aHundredThousandLinesArrive() {
    String text =
        shown(client.execute("lines 100000")).stream()
            .map(message -> message.text("text"))
            .collect(Collectors.joining());
    assertEquals(
        IntStream.range(0, 100_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()),
        text);
  }

  @Test
  void halfACharacterIsNoFailure() {
    String text =
        shown(client.execute("print a\uD83D")).stream()
            .map(message -> message.text("text"))
            .collect(Collectors.joining());
    assertEquals("a?", text);
  }

  @Test
  void aThreadThatOutlivesItsCellPrintsBelowThatCell() {
    Message first = client.execute("later");
    client.published(first);
    Message second = client.execute("print second");
    client.published(second);
    evaluator.release.countDown();
    Message late =
        client.published(message -> message.type().equals("stream")).stream()
            .reduce((a, b) -> b)
            .orElseThrow();
    assertEquals("late", late.text("text"));
    assertTrue(TestClient.isAbout(late, first));
  }

  @Test
  void aFailureIsShownAndStopsWhatWasQueued() {
    Message wait = client.execute("wait");
    Message fail = client.execute("fail");
    List<Message> queued = List.of(client.execute("print a"), client.execute("print b"));
    // They have arrived when a later request is answered.
    client.ask("kernel_info_request", Json.object());
    evaluator.release.countDown();
    assertEquals("ok", client.reply(wait).text("status"));
    Message failed = client.reply(fail);
    assertEquals("error", failed.text("status"));
    assertEquals("RobustaException", failed.text("ename"));
    assertEquals("this failed", failed.text("evalue"));
    assertEquals("line 1", failed.content().at("/traceback/0").asText());
    assertEquals(List.of("error"), types(shown(fail)));
    for (Message request : queued) {
      assertEquals("aborted", client.reply(request).text("status"));
      assertEquals(List.of("status", "status"), types(client.published(request)));
    }
    assertEquals("ok", client.reply(client.execute("print again")).text("status"));
  }

  @Test
  void aClientMayGoOnAfterAFailure() {
    Message wait = client.execute("wait");
    Message fail = client.execute("fail", Json.object().put("stop_on_error", false));
    Message next = client.execute("print x");
    client.ask("kernel_info_request", Json.object());
    evaluator.release.countDown();
    client.reply(wait);
    assertEquals("error", client.reply(fail).text("status"));
    assertEquals("ok", client.reply(next).text("status"));
  }

  @Test
  void anErrorThatTheEvaluatorMissedIsAFailureLikeOthers() {
    Message reply = client.reply(client.execute("error"));
    assertEquals("AssertionError", reply.text("ename"));
    Message unshowable = client.reply(client.execute("unshowable"));
    assertEquals("RobustaException", unshowable.text("ename"));
    assertTrue(unshowable.text("evalue").startsWith("this cannot be sent as JSON"));
    assertEquals("ok", client.reply(client.execute("print x")).text("status"));
  }

  @Test
  void silentCellsLeaveNoTrace() {
    Message request = client.execute("both", Json.object().put("silent", true));
    assertEquals(0, client.reply(request).content().path("execution_count").asInt());
    assertEquals(List.of("status", "status"), types(client.published(request)));
    Message unstored = client.execute("value 1", Json.object().put("store_history", false));
    assertEquals(0, client.reply(unstored).content().path("execution_count").asInt());
    assertEquals(
        List.of("status", "execute_input", "execute_result", "status"),
        types(client.published(unstored)));
    assertEquals(0, history("tail").path("history").size());
  }

  @Test
  void userExpressionsAreAnsweredEachForItself() {
    ObjectNode wanted = Json.object().put("good", "x").put("wrong", "bad");
    Message request =
        client.execute("print x", Json.of(Map.of("user_expressions", Json.map(wanted))));
    ObjectNode content = client.reply(request).content();
    assertEquals("x!", content.at("/user_expressions/good/data/text~1plain").asText());
    assertEquals("ok", content.at("/user_expressions/good/status").asText());
    assertEquals("error", content.at("/user_expressions/wrong/status").asText());
    assertEquals("Bad", content.at("/user_expressions/wrong/ename").asText());
  }

  @Test
  void aCellAsksItsOwnClient() {
    Message request = client.execute("password your word");
    Message question = client.receive(client.stdin);
    assertEquals("input_request", question.type());
    assertEquals("your word", question.text("prompt"));
    assertTrue(question.content().path("password").asBoolean());
    assertTrue(TestClient.isAbout(question, request));
    client.send(client.stdin, "input_reply", Json.object().put("value", "secret"));
    client.reply(request);
    assertEquals("secret", shown(request).get(0).content().at("/data/text~1plain").asText());
  }

  @Test
  void aClientThatCannotBeAskedIsToldSo() {
    Message request = client.execute("ask x", Json.object().put("allow_stdin", false));
    assertEquals(
        "this front end cannot be asked for input; give the value in the cell instead",
        client.reply(request).text("evalue"));
  }

  @Test
  void interruptsEndASleepAndAQuestion() {
    for (String cell : List.of("sleep", "ask me")) {
      Message request = client.execute(cell);
      client.published(message -> message.type().equals("execute_input"));
      if (cell.startsWith("ask")) {
        client.receive(client.stdin);
      }
      Message interrupt = client.send(client.control, "interrupt_request", Json.object());
      assertEquals("interrupt_reply", client.reply(client.control, interrupt).type());
      assertEquals("Interrupted", client.reply(request).text("ename"));
    }
    assertEquals("ok", client.reply(client.execute("print x")).text("status"));
  }

  @Test
  void anInterruptedThreadStillPrints() {
    assertEquals("still here", shown(client.execute("interrupted")).get(0).text("text"));
    assertEquals("here", shown(client.execute("print here")).get(0).text("text"));
  }

  @Test
  void everythingElseIsAnsweredWhileACellRuns() {
    Message running = client.execute("wait");
    client.published(message -> message.type().equals("execute_input"));
    for (String type :
        List.of(
            "kernel_info_request",
            "complete_request",
            "inspect_request",
            "is_complete_request",
            "history_request",
            "comm_info_request",
            "connect_request")) {
      Message request = client.send(client.shell, type, Json.object().put("code", "x"));
      assertEquals(type.replace("request", "reply"), client.reply(request).type());
      assertEquals(List.of("status", "status"), types(client.published(request)));
      // Who only looks at the last status sees that the cell still runs.
      List<Message> after = client.published(message -> TestClient.isAbout(message, running));
      assertEquals("busy", after.get(after.size() - 1).text("execution_state"));
    }
    evaluator.release.countDown();
    assertEquals("ok", client.reply(running).text("status"));
    assertTrue(TestClient.isIdle(client.published(running).get(0)));
  }

  @Test
  void positionsCountCharacters() {
    String code = "😀😀 al 😀";
    Message reply =
        client.ask("complete_request", Json.object().put("code", code).put("cursor_pos", 5));
    assertEquals(3, reply.content().path("cursor_start").asInt());
    assertEquals(5, reply.content().path("cursor_end").asInt());
    assertEquals(List.of("alpha", "albeta"), texts(reply, "matches"));
    assertEquals(
        "function", reply.content().at("/metadata/_jupyter_types_experimental/0/type").asText());
    assertEquals(
        "the first",
        reply.content().at("/metadata/_jupyter_types_experimental/0/meaning").asText());
    Message inspected =
        client.ask("inspect_request", Json.object().put("code", code).put("cursor_pos", 2));
    assertEquals("at 4", inspected.content().at("/data/text~1plain").asText());
  }

  @Test
  void whatIsUnknownIsSaid() {
    Message unknown = client.ask("inspect_request", Json.object().put("code", "nothing"));
    assertFalse(unknown.content().path("found").asBoolean(true));
    Message broken = client.ask("complete_request", Json.object().put("code", "break"));
    assertEquals("error", broken.text("status"));
    assertEquals("incomplete", completeness("x {"));
    assertEquals("complete", completeness("x"));
    assertEquals("error", client.ask("surprise_request", Json.object()).text("status"));
  }

  @Test
  void aQuestionMarkOpensAPage() {
    Message reply = client.reply(client.execute("invert?"));
    assertEquals("page", reply.content().at("/payload/0/source").asText());
    assertEquals("at 6", reply.content().at("/payload/0/data/text~1plain").asText());
  }

  @Test
  void historyIsKept() {
    client.reply(client.execute("value one"));
    client.reply(client.execute("print two"));
    ObjectNode tail = history("tail");
    assertEquals(2, tail.path("history").size());
    assertEquals("value one", tail.at("/history/0/2/0").asText());
    assertEquals("one", tail.at("/history/0/2/1").asText());
    assertTrue(tail.at("/history/1/2/1").isNull());
  }

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
  void commsOpenTalkAndClose() throws Exception {
    BlockingQueue<Object> heard = new ArrayBlockingQueue<>(10);
    client.reply(client.execute("print x")); // The evaluator, and so the comms, are there.
    comms.register(
        "echo",
        (comm, data) -> {
          heard.add(data);
          comm.listen((said, buffers) -> comm.send(said, buffers));
        });
    ObjectNode open = Json.object().put("comm_id", "c1").put("target_name", "echo");
    open.putObject("data").put("hello", 1);
    client.send(client.shell, "comm_open", open);
    assertEquals(Map.of("hello", 1), heard.poll(20, TimeUnit.SECONDS));
    Message info = client.ask("comm_info_request", Json.object().put("target_name", "echo"));
    assertEquals("echo", info.content().at("/comms/c1/target_name").asText());
    ObjectNode said = Json.object().put("comm_id", "c1");
    said.putObject("data").put("n", 7);
    client.send(client.shell, "comm_msg", said);
    Message answer = last("comm_msg");
    assertEquals(7, answer.content().at("/data/n").asInt());
    client.send(client.shell, "comm_close", Json.object().put("comm_id", "c1"));
    client.send(
        client.shell, "comm_open", Json.object().put("comm_id", "c2").put("target_name", "none"));
    assertEquals("c2", last("comm_close").text("comm_id"));
    assertEquals(0, client.ask("comm_info_request", Json.object()).content().path("comms").size());
  }

  @Test
  void itSaysWhatItIs() {
    ObjectNode info = client.ask("kernel_info_request", Json.object()).content();
    assertEquals("5.4", info.path("protocol_version").asText());
    assertEquals("robusta", info.path("implementation").asText());
    assertEquals("groovy", info.at("/language_info/name").asText());
    Message debug =
        client.send(
            client.control, "debug_request", Json.object().put("seq", 3).put("command", "attach"));
    ObjectNode answer = client.reply(client.control, debug).content();
    assertFalse(answer.path("success").asBoolean(true));
    assertEquals(3, answer.path("request_seq").asInt());
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

  private Message last(String type) {
    List<Message> all = client.published(message -> message.type().equals(type));
    return all.get(all.size() - 1);
  }

  private ObjectNode history(String access) {
    return client
        .ask(
            "history_request",
            Json.object().put("hist_access_type", access).put("output", true).put("n", 10))
        .content();
  }

  private String completeness(String code) {
    return client.ask("is_complete_request", Json.object().put("code", code)).text("status");
  }

  /** What a cell showed. */
  private List<Message> shown(Message request) {
    List<Message> published = client.published(request);
    return published.subList(2, published.size() - 1);
  }

  private static List<String> texts(Message message, String name) {
    List<String> texts = new ArrayList<>();
    message.content().path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<String> types(List<Message> messages) {
    return messages.stream().map(Message::type).toList();
  }
}
