package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import robusta.display.Output;
import robusta.display.Rendering;

/**
 * What one cell shows, now or from a thread that it left behind. Printed text is gathered for a
 * moment, since a message for each line would drown clients; whatever else is sent comes after it.
 */
final class CellOutput implements Output {
  /** Characters that are sent without waiting for more. */
  private static final int FULL = 8192;

  /** Milliseconds that a text waits for more. */
  private static final int PATIENCE = 50;

  private final Sender sender;
  private final ObjectNode parent;
  private final ScheduledExecutorService clock;
  private final StringBuilder pending = new StringBuilder();
  private Stream stream = Stream.STDOUT;
  private boolean scheduled;

  /**
   * The output of a cell.
   *
   * @param parent the header of the request to run it
   * @param clock sends what nobody has sent in time
   */
  CellOutput(Sender sender, ObjectNode parent, ScheduledExecutorService clock) {
    this.sender = sender;
    this.parent = parent;
    this.clock = clock;
  }

  @Override
  public synchronized void stream(Stream kind, String text) {
    if (kind != stream) {
      flush();
      stream = kind;
    }
    pending.append(text);
    if (pending.length() >= FULL) {
      send();
    } else if (pending.length() > 0 && !scheduled) {
      schedule();
    }
  }

  private void schedule() {
    try {
      var unused = clock.schedule(this::late, PATIENCE, TimeUnit.MILLISECONDS);
      scheduled = true;
    } catch (RejectedExecutionException e) {
      flush(); // The kernel is ending.
    }
  }

  private synchronized void late() {
    scheduled = false;
    send();
  }

  /** Sends what was printed, but for half a character at its end. */
  private void send() {
    int length = pending.length();
    boolean half = length > 0 && Character.isHighSurrogate(pending.charAt(length - 1));
    send(half ? length - 1 : length);
  }

  /** Sends all that was printed. */
  synchronized void flush() {
    send(pending.length());
  }

  private void send(int length) {
    if (length > 0) {
      String text = pending.substring(0, length);
      pending.delete(0, length);
      publish(
          "stream",
          Json.object().put("name", stream.name().toLowerCase(Locale.ROOT)).put("text", text));
    }
  }

  @Override
  public void display(Rendering rendering, String id) {
    publishAfterText("display_data", transience(bundle(rendering), id));
  }

  @Override
  public void update(Rendering rendering, String id) {
    publishAfterText("update_display_data", transience(bundle(rendering), id));
  }

  @Override
  public void clear(boolean wait) {
    publishAfterText("clear_output", Json.object().put("wait", wait));
  }

  /** Shows the cell's value. */
  void result(Rendering rendering, int count) {
    publishAfterText("execute_result", bundle(rendering).put("execution_count", count));
  }

  /** Shows how the cell failed. */
  void error(ObjectNode error) {
    ObjectNode shown = Json.object();
    List.of("ename", "evalue", "traceback").forEach(name -> shown.set(name, error.get(name)));
    publishAfterText("error", shown);
  }

  /** The formats of something, as every message that shows it has them. */
  static ObjectNode bundle(Rendering rendering) {
    ObjectNode bundle = Json.object();
    bundle.set("data", Json.of(rendering.data()));
    bundle.set("metadata", Json.of(rendering.metadata()));
    return bundle;
  }

  private static ObjectNode transience(ObjectNode bundle, String id) {
    ObjectNode transience = bundle.putObject("transient");
    if (id != null) {
      transience.put("display_id", id);
    }
    return bundle;
  }

  private synchronized void publishAfterText(String type, ObjectNode content) {
    flush();
    publish(type, content);
  }

  private void publish(String type, ObjectNode content) {
    sender.publish(type, parent, content);
  }
}
