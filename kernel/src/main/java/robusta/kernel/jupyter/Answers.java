package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import robusta.display.Rendering;
import robusta.kernel.cell.Completeness;
import robusta.kernel.cell.Evaluator;

/** What requests are answered with, all but those to run a cell and to end the kernel. */
final class Answers {
  private final ConnectionFile connection;
  private final Future<Evaluator> evaluator;
  private final History history;
  private final Comms comms;
  private final Runnable interrupt;

  Answers(
      ConnectionFile connection,
      Future<Evaluator> evaluator,
      History history,
      Comms comms,
      Runnable interrupt) {
    this.connection = connection;
    this.evaluator = evaluator;
    this.history = history;
    this.comms = comms;
    this.interrupt = interrupt;
  }

  /** Whether a request is answered in no time, whatever the session's objects do. */
  static boolean isQuick(Message request) {
    return switch (request.type()) {
      case "kernel_info_request", "comm_info_request", "connect_request" -> true;
      default -> false;
    };
  }

  /** The content of the reply; empty for a message that wants none. */
  Optional<ObjectNode> answer(Message request) throws Exception {
    switch (request.type()) {
      case "comm_open" -> comms.opened(request);
      case "comm_msg" -> comms.received(request);
      case "comm_close" -> comms.closed(request);
      default -> {
        return request.type().endsWith("_request") ? Optional.of(reply(request)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private ObjectNode reply(Message request) throws Exception {
    return switch (request.type()) {
      case "kernel_info_request" -> KernelInfo.content();
      case "connect_request" -> ports();
      case "comm_info_request" ->
          Json.ok().set("comms", comms.describe(request.text("target_name")));
      case "history_request" -> history(request);
      case "complete_request" -> complete(request);
      case "inspect_request" -> inspect(request);
      case "is_complete_request" -> completeness(request.text("code"));
      case "interrupt_request" -> {
        interrupt.run();
        yield Json.ok();
      }
      case "debug_request" -> undebuggable(request.content());
      default ->
          Json.error(
              "UnknownRequest", "this kernel does not answer a " + request.type(), List.of());
    };
  }

  private ObjectNode ports() {
    return Json.ok()
        .put("shell_port", connection.shellPort())
        .put("control_port", connection.controlPort())
        .put("stdin_port", connection.stdinPort())
        .put("iopub_port", connection.iopubPort())
        .put("hb_port", connection.heartbeatPort());
  }

  private ObjectNode history(Message request) {
    JsonNode content = request.content();
    Optional<Integer> count = number(content, "n");
    List<History.Entry> entries =
        switch (request.text("hist_access_type")) {
          case "range" ->
              history.range(
                  content.path("session").asInt(0),
                  content.path("start").asInt(0),
                  number(content, "stop"));
          case "search" ->
              history.search(
                  content.path("pattern").asText("*"),
                  count,
                  content.path("unique").asBoolean(false));
          default -> history.tail(count.orElse(Integer.MAX_VALUE));
        };
    boolean outputs = content.path("output").asBoolean(false);
    ObjectNode reply = Json.ok();
    ArrayNode rows = reply.putArray("history");
    for (History.Entry entry : entries) {
      ArrayNode row = rows.addArray().add(entry.session()).add(entry.line());
      if (outputs) {
        row.addArray().add(entry.input()).add(entry.output());
      } else {
        row.add(entry.input());
      }
    }
    return reply;
  }

  private static Optional<Integer> number(JsonNode content, String name) {
    JsonNode number = content.path(name);
    return number.isNumber() ? Optional.of(number.asInt()) : Optional.empty();
  }

  private ObjectNode complete(Message request) throws Exception {
    String code = request.text("code");
    int cursor = cursor(request);
    return Candidates.content(code, cursor, evaluator.get().complete(code, cursor));
  }

  private ObjectNode inspect(Message request) throws Exception {
    Optional<Rendering> found = evaluator.get().inspect(request.text("code"), cursor(request));
    ObjectNode reply = Json.ok().put("found", found.isPresent());
    return reply.setAll(CellOutput.bundle(found.orElse(new Rendering(Map.of(), Map.of()))));
  }

  private static int cursor(Message request) {
    String code = request.text("code");
    JsonNode cursor = request.content().path("cursor_pos");
    return cursor.isNumber() ? Candidates.units(code, cursor.asInt()) : code.length();
  }

  private ObjectNode completeness(String code) throws Exception {
    Completeness completeness = evaluator.get().completeness(code);
    if (completeness instanceof Completeness.Incomplete incomplete) {
      return Json.object().put("status", "incomplete").put("indent", incomplete.indent());
    }
    boolean complete = completeness instanceof Completeness.Complete;
    return Json.object().put("status", complete ? "complete" : "invalid");
  }

  /** An answer of the debug adapter protocol, which such requests carry. */
  private static ObjectNode undebuggable(JsonNode request) {
    return Json.object()
        .put("type", "response")
        .put("request_seq", request.path("seq").asInt(0))
        .put("success", false)
        .put("command", request.path("command").asText(""))
        .put("message", "this kernel has no debugger");
  }
}
