package robusta.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import robusta.run.Cancellation;
import robusta.run.CancelledException;

/**
 * The batches of an {@link Epoch} in order, two of which are made ahead by one background thread,
 * so that training does not wait for them. For one consuming thread; closing it ends the background
 * thread.
 */
public final class BatchStream implements Iterator<Batch>, AutoCloseable {
  private static final int AHEAD = 2;

  private final Epoch epoch;
  private final Cancellation cancellation;
  private final ExecutorService worker;
  private final Queue<Future<Batch>> coming = new ArrayDeque<>();
  private int position;
  private int requested;

  BatchStream(Epoch epoch, int first, Cancellation cancellation) {
    this.epoch = epoch;
    this.cancellation = cancellation;
    this.position = first;
    this.requested = first;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "robusta-batches");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < AHEAD; i++) {
      request();
    }
  }

  /** The index in the epoch of the batch that {@link #next} gives. */
  public int position() {
    return position;
  }

  @Override
  public boolean hasNext() {
    return !coming.isEmpty();
  }

  /**
   * The next batch.
   *
   * @throws CancelledException once the user asked to stop
   * @throws NoSuchElementException after the last one, or when it is closed
   */
  @Override
  public Batch next() {
    cancellation.check();
    if (coming.isEmpty()) {
      throw new NoSuchElementException("the epoch has no further batch");
    }
    try {
      Batch batch = coming.element().get();
      coming.remove();
      position++;
      request();
      return batch;
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private void request() {
    if (requested < epoch.batches()) {
      int index = requested++;
      coming.add(worker.submit(() -> epoch.batch(index)));
    }
  }

  /** Ends the background thread; it may be called any number of times. */
  @Override
  public void close() {
    coming.clear();
    worker.shutdownNow();
  }
}
