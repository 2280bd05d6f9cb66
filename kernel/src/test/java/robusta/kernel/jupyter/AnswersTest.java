package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswersTest extends KernelFixture {
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

  private String completeness(String code) {
    return client.ask("is_complete_request", Json.object().put("code", code)).text("status");
  }

  private static List<String> texts(Message message, String name) {
    List<String> texts = new ArrayList<>();
    message.content().path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
