package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellsTest extends KernelFixture {
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
}
