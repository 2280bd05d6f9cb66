package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/** Asks the person in front of a client; one question at a time. */
final class Questions {
  private final Sender sender;
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
    CompletableFuture<String> answer = new CompletableFuture<>();
    synchronized (this) {
      open = new Question(sender.ask(request, content), answer);
    }
    try {
      return answer.get();
    } catch (InterruptedException | CancellationException e) {
      throw new CancelledException();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      synchronized (this) {
        open = null;
      }
    }
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
