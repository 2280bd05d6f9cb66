package robusta.kernel.jupyter;

import java.util.List;
import java.util.Map;

/** A line between something in the kernel and its picture in a front end, such as a widget. */
public final class Comm {
  private final Comms comms;
  private final String id;
  private final String target;
  private volatile Listener listener = (data, buffers) -> {};

  /** Who is told what the front end says, on a thread of the kernel, also while a cell runs. */
  @FunctionalInterface
  public interface Listener {
    /** A message came. */
    void received(Map<String, Object> data, List<byte[]> buffers);

    /** The front end closed the line. */
    default void closed() {}
  }

  Comm(Comms comms, String id, String target) {
    this.comms = comms;
    this.id = id;
    this.target = target;
  }

  /** Its name on the wire. */
  public String id() {
    return id;
  }

  /** What it was opened for. */
  public String target() {
    return target;
  }

  /** Who hears from now on; nobody does before. */
  public void listen(Listener who) {
    listener = who;
  }

  Listener listener() {
    return listener;
  }

  /** Sends to the front end. */
  public void send(Map<String, ?> data, List<byte[]> buffers) {
    comms.publish("comm_msg", Json.object().put("comm_id", id), data, buffers);
  }

  /** Ends it, on both sides. */
  public void close() {
    comms.close(this);
  }
}
