package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The comms of a kernel, and what front ends may open them for. Any thread may use it. */
public final class Comms {
  private final Sender sender;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final Map<String, Comm> open = new ConcurrentHashMap<>();
  private volatile ObjectNode parent = Json.object();

  /** What is done when a front end opens a comm. */
  @FunctionalInterface
  public interface Target {
    /**
     * A front end opened it; whoever wants to hear more calls {@link Comm#listen}.
     *
     * @param data what came with it
     */
    void opened(Comm comm, Map<String, Object> data);
  }

  Comms(Sender sender) {
    this.sender = sender;
  }

  /** Lets front ends open comms for this target. */
  public void register(String target, Target opened) {
    targets.put(target, opened);
  }

  /** Opens a comm to every front end that knows the target. */
  public Comm open(String target, Map<String, ?> data) {
    Comm comm = new Comm(this, UUID.randomUUID().toString(), target);
    open.put(comm.id(), comm);
    ObjectNode content = Json.object().put("comm_id", comm.id()).put("target_name", target);
    publish("comm_open", content, data, List.of());
    return comm;
  }

  void close(Comm comm) {
    if (open.remove(comm.id()) != null) {
      publish("comm_close", Json.object().put("comm_id", comm.id()), Map.of(), List.of());
    }
  }

  /** What the kernel sends on comms from now on comes about by the request with this header. */
  void because(ObjectNode request) {
    parent = request;
  }

  void publish(String type, ObjectNode content, Map<String, ?> data, List<byte[]> buffers) {
    content.set("data", Json.of(data));
    sender.publish(type, parent, content, buffers);
  }

  /** A front end opens one; a target that nobody registered closes it again, as Jupyter wants. */
  void opened(Message message) {
    because(message.header());
    Comm comm = new Comm(this, message.text("comm_id"), message.text("target_name"));
    open.put(comm.id(), comm);
    Target target = targets.get(comm.target());
    if (target == null) {
      close(comm);
      return;
    }
    try {
      target.opened(comm, Json.map(message.content().path("data")));
    } catch (RuntimeException e) {
      close(comm);
      throw e;
    }
  }

  /** A front end says something; on a comm that is closed by now, nothing happens. */
  void received(Message message) {
    because(message.header());
    Comm comm = open.get(message.text("comm_id"));
    if (comm != null) {
      comm.listener().received(Json.map(message.content().path("data")), message.buffers());
    }
  }

  /** A front end closes one. */
  void closed(Message message) {
    because(message.header());
    Comm comm = open.remove(message.text("comm_id"));
    if (comm != null) {
      comm.listener().closed();
    }
  }

  /** The open ones by name, as {@code comm_info_reply} has them; of one target, or of all. */
  ObjectNode describe(String target) {
    ObjectNode all = Json.object();
    open.values().stream()
        .filter(comm -> target.isEmpty() || comm.target().equals(target))
        .forEach(comm -> all.putObject(comm.id()).put("target_name", comm.target()));
    return all;
  }
}
