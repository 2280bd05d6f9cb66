package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jline.utils.Signals;
import robusta.kernel.cell.Evaluator;
import robusta.run.RobustaException;

/**
 * A kernel that speaks the Jupyter protocol 5.4: listens, runs cells with an {@link Evaluator} and
 * answers until a client ends it.
 *
 * <pre>{@code
 * JupyterKernel.run(Path.of("connection.json"), comms -> new MyEvaluator());
 * }</pre>
 *
 * <p>Cells run in the order they came. Everything else is answered at once, also while a cell runs.
 */
public final class JupyterKernel implements AutoCloseable {
  private static final String SHUTDOWN = "shutdown_request";

  /** How long a cell and a session may take to end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(700);

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("robusta-clock"));
  private final ExecutorService control =
      Executors.newSingleThreadExecutor(daemon("robusta-control"));
  private final ExecutorService shell =
      Executors.newSingleThreadExecutor(daemon("robusta-answers"));
  private final Wire wire;
  private final Sockets sockets;
  private final Sender sender;
  private final Activity activity;
  private final Questions questions;
  private final Comms comms;
  private final Cells cells;
  private final Answers answers;

  private JupyterKernel(
      ConnectionFile connection, Function<Comms, Evaluator> language, Path historyFile) {
    wire = new Wire(new Signer(connection.signatureScheme(), connection.key()));
    sockets = Sockets.open(connection, new Receiving());
    sender = new Sender(wire, sockets::send);
    activity = new Activity(sender);
    questions = new Questions(sender);
    comms = new Comms(sender);
    History history = new History(historyFile, clock);
    cells =
        new Cells(() -> language.apply(comms), sender, activity, questions, history, this::output);
    var unused = cells.evaluator().whenComplete((made, failure) -> stopOn(failure));
    answers = new Answers(connection, cells.evaluator(), history, comms, this::interrupt);
  }

  /**
   * Serves the clients of a connection file until one of them, or the death of the process that
   * started this one, ends it; SIGINT interrupts the cell that runs.
   *
   * @param language makes what runs the cells; it may register targets with the comms
   * @throws RobustaException if the file is of no use, or the kernel cannot go on
   */
  public static void run(Path connectionFile, Function<Comms, Evaluator> language) {
    Path history = Path.of(System.getProperty("user.home"), ".robusta", "notebook-history");
    try (JupyterKernel kernel = open(ConnectionFile.read(connectionFile), language, history)) {
      Signals.register("INT", kernel::interrupt);
      Parent.whenGone(System.getenv("JPY_PARENT_PID"), kernel::end);
      kernel.await();
    }
  }

  /**
   * A kernel that listens and answers until it is closed.
   *
   * @param history a file that outlives the kernel
   */
  static JupyterKernel open(
      ConnectionFile connection, Function<Comms, Evaluator> language, Path history) {
    JupyterKernel kernel = new JupyterKernel(connection, language, history);
    kernel.sockets.start();
    kernel.sender.publish(
        "status", Json.object(), Json.object().put("execution_state", "starting"));
    kernel.cells.start();
    return kernel;
  }

  /** Returns when somebody has ended the kernel. */
  void await() {
    try {
      ended.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RobustaException mistake) {
        throw mistake;
      }
      throw new RobustaException("the kernel cannot go on: " + e.getCause(), e.getCause());
    }
  }

  /** Stops the cell that runs; without one, does nothing. */
  public void interrupt() {
    questions.cancel();
    Evaluator evaluator = evaluator();
    if (evaluator != null) {
      evaluator.interrupt();
    }
  }

  private CellOutput output(ObjectNode request) {
    comms.because(request);
    return new CellOutput(sender, request, clock);
  }

  private void end() {
    ended.complete(null);
  }

  private void stopOn(Throwable failure) {
    if (failure != null) {
      ended.completeExceptionally(failure);
    }
  }

  private Evaluator evaluator() {
    CompletableFuture<Evaluator> made = cells.evaluator();
    return made.isDone() && !made.isCompletedExceptionally() ? made.join() : null;
  }

  /** Ends the cell that runs and the session, as far as they let it, and gives the ports back. */
  @Override
  public void close() {
    end();
    Thread ending = daemon("robusta-ending").newThread(this::endSession);
    ending.start();
    try {
      ending.join(2 * LAST_WORDS.toMillis());
      control.shutdown();
      shell.shutdown();
      clock.shutdown(); // What is printed and not yet sent, or not yet in the history, still is.
      clock.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.close();
  }

  private void endSession() {
    try {
      interrupt();
      cells.end(LAST_WORDS);
      Evaluator evaluator = evaluator();
      if (evaluator != null) {
        evaluator.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Channel channel, Message request) {
    activity.begin(request);
    boolean last = request.type().equals(SHUTDOWN);
    try {
      if (last) {
        shutDown(channel, request);
      } else {
        answers.answer(request).ifPresent(content -> sender.reply(channel, request, content));
      }
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      refuse(channel, request, e);
    } finally {
      activity.end(request);
    }
    if (last) {
      end();
    }
  }

  private void shutDown(Channel channel, Message request) {
    ObjectNode content =
        Json.ok().put("restart", request.content().path("restart").asBoolean(false));
    sender.reply(channel, request, content);
    sender.publish("shutdown_reply", request.header(), content);
  }

  private void refuse(Channel channel, Message request, Throwable failure) {
    if (request.type().endsWith("_request")) {
      String sentence =
          failure instanceof RobustaException ? failure.getMessage() : String.valueOf(failure);
      String name = failure.getClass().getSimpleName();
      sender.reply(channel, request, Json.error(name, sentence, List.of(sentence)));
    }
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Sends what arrives to the thread that serves it. */
  private final class Receiving implements Sockets.Receiver {
    @Override
    public void received(Channel channel, List<byte[]> frames) {
      Optional<Message> read = wire.read(frames);
      if (read.isEmpty() || ended.isDone()) {
        return;
      }
      Message message = read.get();
      if (channel == Channel.STDIN) {
        questions.answer(message);
      } else if (channel == Channel.SHELL && message.type().equals("execute_request")) {
        cells.submit(message);
      } else if (Answers.isQuick(message)) {
        serve(channel, message);
      } else {
        later(channel, message);
      }
    }

    private void later(Channel channel, Message message) {
      // Old clients end the kernel on the shell channel; nothing that is slow may be in the way.
      boolean first = channel == Channel.CONTROL || message.type().equals(SHUTDOWN);
      try {
        (first ? control : shell).execute(() -> serve(channel, message));
      } catch (RejectedExecutionException e) {
        // The kernel is ending.
      }
    }

    @Override
    public void subscribed(byte[] topic) {
      sender.welcome(topic);
    }

    @Override
    public void failed(Throwable cause) {
      stopOn(cause);
    }
  }
}
