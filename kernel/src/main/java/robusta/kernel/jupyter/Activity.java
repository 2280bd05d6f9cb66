package robusta.kernel.jupyter;

/**
 * Tells clients when the kernel is busy. Requests that are answered while a cell runs end with
 * "idle" as the protocol wants; who looks at the last status only is then told again that the cell
 * runs.
 */
final class Activity {
  private final Sender sender;
  private Message cell;

  Activity(Sender sender) {
    this.sender = sender;
  }

  synchronized void beginCell(Message request) {
    cell = request;
    status(request, "busy");
  }

  synchronized void endCell(Message request) {
    cell = null;
    status(request, "idle");
  }

  synchronized void begin(Message request) {
    status(request, "busy");
  }

  synchronized void end(Message request) {
    status(request, "idle");
    if (cell != null) {
      status(cell, "busy");
    }
  }

  private void status(Message request, String state) {
    sender.publish("status", request.header(), Json.object().put("execution_state", state));
  }
}
