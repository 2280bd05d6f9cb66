package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import robusta.display.Output;
import robusta.display.Rendering;
import robusta.kernel.cell.Evaluator;
import robusta.kernel.cell.Input;
import robusta.kernel.cell.Outcome;
import robusta.kernel.cell.Silence;
import robusta.run.RobustaException;

/** Runs the cells that clients send, one after the other, on a thread of their own. */
final class Cells {
  private static final Request END = new Request(null, Instant.MIN);

  private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Evaluator> evaluator = new CompletableFuture<>();
  private final Supplier<Evaluator> maker;
  private final Sender sender;
  private final Activity activity;
  private final Questions questions;
  private final History history;
  private final Function<ObjectNode, CellOutput> outputs;
  private final Thread thread;
  private FailedCell failed = FailedCell.NONE;
  private int count;
  private volatile boolean ending;

  private record Request(Message message, Instant arrived) {
    boolean isEnd() {
      return message == null;
    }

    String code() {
      return message.text("code");
    }

    boolean silent() {
      return flag("silent", false);
    }

    boolean stored() {
      return !silent() && flag("store_history", true);
    }

    boolean stopsOthers() {
      return flag("stop_on_error", true);
    }

    private boolean flag(String name, boolean otherwise) {
      return message.content().path(name).asBoolean(otherwise);
    }

    /** When the client wrote it, by the client's clock. */
    Instant written() {
      try {
        return OffsetDateTime.parse(message.header().path("date").asText()).toInstant();
      } catch (DateTimeException e) {
        return Instant.MAX;
      }
    }
  }

  /**
   * The cells of a kernel.
   *
   * @param maker makes the evaluator, on the cells' thread
   * @param outputs gives each cell its output, by the header of the request to run it
   */
  Cells(
      Supplier<Evaluator> maker,
      Sender sender,
      Activity activity,
      Questions questions,
      History history,
      Function<ObjectNode, CellOutput> outputs) {
    this.maker = maker;
    this.sender = sender;
    this.activity = activity;
    this.questions = questions;
    this.history = history;
    this.outputs = outputs;
    thread = new Thread(this::run, "robusta-cells");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** What runs the cells, once it is made. */
  CompletableFuture<Evaluator> evaluator() {
    return evaluator;
  }

  /** Runs a cell when those before it are done. */
  void submit(Message request) {
    queue.add(new Request(request, Instant.now()));
  }

  /** Runs no other cell, and waits for the one that runs. */
  void end(Duration patience) throws InterruptedException {
    ending = true;
    queue.add(END);
    thread.join(patience.toMillis());
  }

  private void run() {
    try {
      evaluator.complete(maker.get());
    } catch (RuntimeException | Error e) {
      evaluator.completeExceptionally(e);
      return;
    }
    while (!ending) {
      try {
        Request next = queue.take();
        if (!next.isEnd()) {
          serve(next);
        }
      } catch (InterruptedException e) {
        // Meant for a cell that has ended.
      }
    }
  }

  private void serve(Request request) {
    Message message = request.message();
    activity.beginCell(message);
    ObjectNode reply;
    try {
      boolean aborted = failed.stops(request.arrived(), request.written());
      reply = aborted ? Json.object().put("status", "aborted") : execute(request);
    } catch (Throwable e) { // Whatever it is: a client that gets no reply waits for ever.
      reply = error(failure(e));
    }
    Thread.interrupted(); // Meant for this cell.
    sender.reply(Channel.SHELL, message, reply.put("execution_count", count));
    activity.endCell(message);
  }

  private ObjectNode execute(Request request) {
    Message message = request.message();
    Optional<CellOutput> shown =
        request.silent() ? Optional.empty() : Optional.of(outputs.apply(message.header()));
    if (request.stored()) {
      count++;
    }
    if (!request.silent()) {
      sender.publish(
          "execute_input",
          message.header(),
          Json.object().put("code", request.code()).put("execution_count", count));
    }
    Optional<String> question = Lookup.word(request.code());
    ObjectNode reply;
    if (question.isPresent()) {
      reply = Json.ok();
      reply.putArray("payload").add(Lookup.page(evaluator.join(), question.get()));
    } else {
      reply = evaluate(request, shown);
    }
    shown.ifPresent(CellOutput::flush);
    return reply;
  }

  private ObjectNode evaluate(Request request, Optional<CellOutput> shown) {
    Message message = request.message();
    Output output = shown.map(Output.class::cast).orElseGet(Silence::new);
    Input input =
        (prompt, password) -> {
          shown.ifPresent(CellOutput::flush);
          return questions.ask(message, prompt, password);
        };
    Outcome outcome;
    try {
      outcome = evaluator.join().evaluate(request.code(), output, input);
      if (outcome instanceof Outcome.Value value && value.shown().isPresent()) {
        shown.ifPresent(cell -> cell.result(value.shown().get(), count));
      }
    } catch (Throwable e) { // Also what the evaluator should have caught.
      outcome = failure(e);
    }
    if (request.stored()) {
      history.add(count, request.code(), text(outcome));
    }
    ObjectNode reply;
    if (outcome instanceof Outcome.Failure failure) {
      reply = error(failure);
      shown.ifPresent(cell -> cell.error(reply));
      if (request.stopsOthers()) {
        failed = new FailedCell(Instant.now());
      }
    } else {
      reply = Json.ok();
      reply.set("user_expressions", expressions(message.content().path("user_expressions")));
    }
    reply.putArray("payload");
    return reply;
  }

  private ObjectNode expressions(JsonNode wanted) {
    ObjectNode values = Json.object();
    wanted
        .properties()
        .forEach(wish -> values.set(wish.getKey(), expression(wish.getValue().asText())));
    return values;
  }

  private ObjectNode expression(String expression) {
    try {
      Outcome outcome = evaluator.join().express(expression);
      if (outcome instanceof Outcome.Value value) {
        Rendering shown = value.shown().orElseGet(() -> Rendering.text("null"));
        return Json.ok().setAll(CellOutput.bundle(shown));
      }
      return error((Outcome.Failure) outcome);
    } catch (RuntimeException | Error e) {
      return error(failure(e));
    }
  }

  private static Optional<String> text(Outcome outcome) {
    return outcome instanceof Outcome.Value value
        ? value.shown().map(Rendering::plain)
        : Optional.empty();
  }

  private static ObjectNode error(Outcome.Failure failure) {
    ObjectNode error = Json.error(failure.name(), failure.sentence(), failure.traceback());
    error.putObject("user_expressions");
    return error;
  }

  private static Outcome.Failure failure(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String sentence =
        thrown instanceof RobustaException ? thrown.getMessage() : String.valueOf(thrown);
    return new Outcome.Failure(name, sentence, List.of(sentence));
  }
}
