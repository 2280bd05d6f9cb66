package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** Asks the person in front of a client; one question at a time. */
final class Questions {
  private final Sender sender;
  private final Semaphore turn = new Semaphore(1);
  private Question open;

  private record Question(String id, CompletableFuture<String> answer) {}

  Questions(Sender sender) {
    this.sender = sender;
  }

  /**
   * Asks on behalf of a cell, and waits.
   *
   * @throws RobustaException if the client of this cell cannot be asked
   * @throws CancelledException if the cell is interrupted meanwhile
   */
  String ask(Message request, String prompt, boolean password) {
    if (!request.content().path("allow_stdin").asBoolean(false)) {
      throw new RobustaException(
          "this front end cannot be asked for input; give the value in the cell instead");
    }
    ObjectNode content = Json.object().put("prompt", prompt).put("password", password);
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      throw new CancelledException();
    }
    try {
      return open(request, content).get();
    } catch (InterruptedException | CancellationException e) {
      throw new CancelledException();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // Nobody completes it so.
    } finally {
      close();
      turn.release();
    }
  }

  private synchronized CompletableFuture<String> open(Message request, ObjectNode content) {
    open = new Question(sender.ask(request, content), new CompletableFuture<>());
    return open.answer();
  }

  private synchronized void close() {
    open = null;
  }

  /** An answer arrived; one to a question of before is ignored. */
  synchronized void answer(Message reply) {
    String about = reply.parent().path("msg_id").asText("");
    // Some clients do not say which question they answer.
    if (open != null && (about.isEmpty() || about.equals(open.id()))) {
      open.answer().complete(reply.text("value"));
    }
  }

  /** Nobody waits for the answer any more. */
  synchronized void cancel() {
    if (open != null) {
      open.answer().cancel(false);
    }
  }
}
