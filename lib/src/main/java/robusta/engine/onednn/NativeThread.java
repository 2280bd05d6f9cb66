package robusta.engine.onednn;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import robusta.run.Cancellation;
import robusta.run.CancelledException;

/**
 * The one thread of the process on which native compute runs: OpenMP makes a pool of threads for
 * each thread that calls it.
 */
final class NativeThread {
  private static final ThreadGroup GROUP = new ThreadGroup("robusta");
  private static final ExecutorService EXECUTOR =
      Executors.newSingleThreadExecutor(
          work -> {
            // A deep stack: ND4J and oneDNN's code generator recurse.
            Thread thread = new Thread(GROUP, work, "robusta-engine", 16 << 20);
            thread.setDaemon(true);
            return thread;
          });

  /** How often who waits looks whether it still should. */
  private static final long WAIT_MILLIS = 50;

  private static volatile boolean ending;

  static {
    // The process's exit takes oneDNN's kernels away; whoever still ran one would crash.
    Runtime.getRuntime().addShutdownHook(new Thread(NativeThread::end, "robusta-engine-end"));
  }

  private NativeThread() {}

  /** Whether the process is about to exit, so that work should stop where it can. */
  static boolean ending() {
    return ending;
  }

  private static void end() {
    ending = true;
    EXECUTOR.shutdown();
    try {
      if (!EXECUTOR.awaitTermination(10, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Future<?> submit(Runnable work) {
    try {
      return EXECUTOR.submit(work);
    } catch (RejectedExecutionException e) {
      throw new CancelledException();
    }
  }

  /** Runs something there and waits for it; what it throws is thrown here. */
  static void run(Runnable work) {
    run(work, new Cancellation());
  }

  /**
   * Runs something there and waits for it; what it throws is thrown here.
   *
   * @param cancellation takes the work back while it waits behind that of others, a training's step
   *     in the background; once it runs it looks for itself
   * @throws CancelledException if it was taken back
   */
  static void run(Runnable work, Cancellation cancellation) {
    if (Thread.currentThread().getThreadGroup() == GROUP) {
      work.run();
      return;
    }
    AtomicBoolean claimed = new AtomicBoolean();
    Future<?> future =
        submit(
            () -> {
              if (claimed.compareAndSet(false, true)) {
                work.run();
              }
            });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException e) {
          if (cancellation.requested() && claimed.compareAndSet(false, true)) {
            throw new CancelledException();
          }
        } catch (InterruptedException e) {
          // The work refers to the caller's arrays: it must end before the caller goes on.
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
