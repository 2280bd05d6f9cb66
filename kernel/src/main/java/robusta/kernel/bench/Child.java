package robusta.kernel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import robusta.run.RobustaException;

/**
 * A process that measures something: its output is read line by line, and the most memory it ever
 * held is watched from outside, in the same way whatever language it is written in.
 */
final class Child {
  private static final long POLL_MILLISECONDS = 20;

  private Child() {}

  /**
   * Runs a command to its end.
   *
   * @param environment variables set for it besides this process's own
   * @param line receives each line of its standard output; its standard error is this process's
   * @return the peak of its resident memory in bytes (Linux's VmHWM); empty on other systems
   * @throws RobustaException if it can't be started or fails
   */
  static OptionalLong run(
      List<String> command, Map<String, String> environment, Consumer<String> line) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new RobustaException(command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
    // A benchmark that is interrupted must not leave its processes computing.
    Thread reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
    AtomicLong peak = new AtomicLong();
    Thread watch = watch(process, peak);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(line);
      int status = process.waitFor();
      watch.join();
      if (status != 0) {
        throw new RobustaException(
            "the benchmark process " + command.get(0) + " failed with status " + status);
      }
    } catch (IOException e) {
      throw new RobustaException("the benchmark process was lost: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RobustaException("the benchmark was interrupted", e);
    } finally {
      process.destroyForcibly();
      forget(reaper);
    }
    return peak.get() > 0 ? OptionalLong.of(peak.get()) : OptionalLong.empty();
  }

  private static void forget(Thread reaper) {
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException e) {
      // The process is ending, and the reaper at work.
    }
  }

  private static Thread watch(Process process, AtomicLong peak) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                  peak.accumulateAndGet(highWaterMark(status), Math::max);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "peak memory");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The VmHWM line of a /proc/PID/status in bytes; 0 where there is none (any more). */
  static long highWaterMark(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      // The process has just ended, or the system has no /proc: nothing to add.
    }
    return 0;
  }
}
