package robusta.kernel.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import robusta.run.RobustaException;
import zmq.Msg;

/**
 * The five sockets of a kernel. One thread owns them all, since JeroMQ's may not be shared; it
 * sleeps until one of them, or somebody who wants to send, wakes it.
 */
final class Sockets implements AutoCloseable {

  /** Who is told what arrives, on the thread that owns the sockets; must not block. */
  interface Receiver {
    void received(Channel channel, List<byte[]> frames);

    /** Somebody listens to iopub from now on. */
    void subscribed(byte[] topic);

    /** The sockets are of no use any more. */
    void failed(Throwable cause);
  }

  /** Bytes of one frame; a peer that announces more is cut off before memory is set aside. */
  private static final int LARGEST = 256 << 20;

  /** Milliseconds that closing waits for what was sent last. */
  private static final int LINGER = 500;

  private final ZContext context = new ZContext();
  private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
  private final ZMQ.Socket heartbeat;
  private final Selector selector;
  private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
  private final Receiver receiver;
  private final Thread owner = new Thread(this::serve, "robusta-sockets");
  private volatile boolean closing;

  private record Outgoing(Channel channel, List<byte[]> frames) {}

  private Sockets(ConnectionFile connection, Receiver receiver) {
    this.receiver = receiver;
    context.setLinger(LINGER);
    // Nothing is dropped, however fast a cell prints.
    context.setSndHWM(0);
    context.setRcvHWM(0);
    context.setUncaughtExceptionHandler((thread, failure) -> receiver.failed(failure));
    context.setNotificationExceptionHandler((thread, failure) -> {}); // Garbage from a peer.
    router(connection, Channel.SHELL, connection.shellPort());
    router(connection, Channel.CONTROL, connection.controlPort());
    router(connection, Channel.STDIN, connection.stdinPort());
    ZMQ.Socket iopub = context.createSocket(SocketType.XPUB);
    iopub.setXpubVerbose(true);
    sockets.put(Channel.IOPUB, bind(iopub, connection, connection.iopubPort()));
    heartbeat = bind(context.createSocket(SocketType.REP), connection, connection.heartbeatPort());
    selector = selector();
    owner.setDaemon(true);
  }

  /**
   * Listens where the connection file says.
   *
   * @throws RobustaException if that is not possible
   */
  static Sockets open(ConnectionFile connection, Receiver receiver) {
    return new Sockets(connection, receiver);
  }

  /** Begins to receive and to send. */
  void start() {
    owner.start();
  }

  private static Selector selector() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void router(ConnectionFile connection, Channel channel, int port) {
    ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
    // A client that comes back under its old name is that client, not a stranger to be ignored.
    router.setRouterHandover(true);
    sockets.put(channel, bind(router, connection, port));
  }

  private ZMQ.Socket bind(ZMQ.Socket socket, ConnectionFile connection, int port) {
    socket.setMaxMsgSize(LARGEST);
    socket.setMsgAllocator(Sockets::frame);
    socket.setIPv6(connection.ip().contains(":"));
    try {
      socket.bind(connection.address(port));
      return socket;
    } catch (ZMQException | IllegalArgumentException e) {
      context.close();
      throw new RobustaException(
          "cannot listen on %s: %s".formatted(connection.address(port), e.getMessage()), e);
    }
  }

  /**
   * Memory for a frame that a peer announces. JeroMQ takes a length beyond 2^63 for a negative one,
   * lets it pass its limit, and would fail here and hear nobody any more; so it gets an empty
   * frame, and what follows is garbage that no signature covers.
   */
  private static Msg frame(int size) {
    return size < 0 || size > LARGEST ? new Msg() : new Msg(size);
  }

  /** Sends later, in the order of the calls; any thread, interrupted or not. */
  void send(Channel channel, List<byte[]> frames) {
    queue.add(new Outgoing(channel, frames));
    selector.wakeup();
  }

  private void serve() {
    try (selector) {
      for (ZMQ.Socket socket : sockets.values()) {
        socket.getFD().register(selector, SelectionKey.OP_READ);
      }
      heartbeat.getFD().register(selector, SelectionKey.OP_READ);
      while (!closing || !queue.isEmpty()) {
        // A socket signals that something happened, once; what, only trying to receive tells.
        while (move()) {}
        selector.select();
        selector.selectedKeys().clear();
      }
      while (move()) {}
    } catch (IOException | RuntimeException e) {
      receiver.failed(e);
    }
    context.close();
  }

  /** Receives and sends all that waits; false if nothing did. */
  private boolean move() {
    boolean moved = false;
    try {
      for (Channel channel : sockets.keySet()) {
        moved |= receive(channel);
      }
      for (List<byte[]> beat = next(heartbeat); !beat.isEmpty(); beat = next(heartbeat)) {
        send(heartbeat, beat);
        moved = true;
      }
      for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
        send(sockets.get(next.channel()), next.frames());
        moved = true;
      }
    } catch (OutOfMemoryError e) {
      moved = true; // A cell filled the heap; one message is lost, the kernel is not.
    }
    return moved;
  }

  private boolean receive(Channel channel) {
    ZMQ.Socket socket = sockets.get(channel);
    boolean received = false;
    for (List<byte[]> frames = next(socket); !frames.isEmpty(); frames = next(socket)) {
      received = true;
      if (channel != Channel.IOPUB) {
        receiver.received(channel, frames);
      } else if (frames.get(0).length > 0 && frames.get(0)[0] == 1) {
        byte[] subscription = frames.get(0);
        receiver.subscribed(Arrays.copyOfRange(subscription, 1, subscription.length));
      }
    }
    return received;
  }

  /** The frames of the next message; none if none waits. */
  private static List<byte[]> next(ZMQ.Socket socket) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(ZMQ.DONTWAIT);
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return frames;
  }

  private static void send(ZMQ.Socket socket, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
    }
  }

  /** Sends what still waits and gives the ports back. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      owner.join(4L * LINGER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
