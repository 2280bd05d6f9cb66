package robusta.kernel.magic;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import robusta.display.Output;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

/**
 * {@code %%bash}: a script of the shell, whose output is shown as it comes.
 *
 * @param name the name of the magic and of the shell
 */
record ShellMagic(String name) implements Magic {
  private static final long LOOK_MILLIS = 50;

  /**
   * The script comes as the shell's input, since arguments have a longest length; nobody answers
   * what its programs ask.
   */
  private static final String READ_AND_RUN = "eval \"$(cat)\" </dev/null";

  /** How long a program that was asked to end may take, and one left behind may go on printing. */
  private static final long GRACE_MILLIS = 500;

  @Override
  public String meaning() {
    return "runs a script of the shell " + name;
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    byte[] script = call.onlyText().getBytes(StandardCharsets.UTF_8);
    Process process;
    try {
      process = new ProcessBuilder(name, "-c", READ_AND_RUN).start();
    } catch (IOException e) {
      throw new RobustaException(
          "the shell %s cannot be started here; is it on the PATH?".formatted(name), e);
    }
    Thread out = copying(process.getInputStream(), Output.Stream.STDOUT, context.output());
    Thread err = copying(process.getErrorStream(), Output.Stream.STDERR, context.output());
    int status;
    try {
      give(script, process);
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        context.checkStopped();
      }
      out.join(GRACE_MILLIS);
      err.join(GRACE_MILLIS);
      status = process.exitValue();
    } catch (InterruptedException e) {
      throw new CancelledException();
    } finally {
      end(process);
    }
    if (status != 0) {
      throw new RobustaException("%s ended with the status %d".formatted(name, status));
    }
    return null;
  }

  private static void give(byte[] script, Process process) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(script);
    } catch (IOException e) {
      // The shell ended before it read all; its status tells.
    }
  }

  private static Thread copying(InputStream from, Output.Stream stream, Output output) {
    Thread thread =
        new Thread(
            () -> {
              char[] piece = new char[8192];
              try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                  output.stream(stream, new String(piece, 0, read));
                }
              } catch (IOException e) {
                // The program was ended; what it printed is shown.
              }
            },
            "robusta-shell-output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Ends a script that still runs, with the programs that it started. */
  private static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
