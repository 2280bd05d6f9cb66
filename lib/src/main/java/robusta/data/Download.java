package robusta.data;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * A published file that is fetched once.
 *
 * <p>The bytes go to a file named {@code .part} beside the target, which the next attempt resumes
 * where the server can, and which becomes the target in one step once its size and checksum are
 * right.
 *
 * @param source its address, http or https
 * @param size its length in bytes
 * @param checksum the digest it must have
 */
record Download(URI source, long size, Checksum checksum) {
  private static final int ATTEMPTS = 3;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 200;

  /**
   * Fetches the file, resuming what an earlier attempt left, and tries again by itself when the
   * connection breaks.
   *
   * @param target where the file is put; its folder is made
   * @throws RobustaException if the server cannot be reached or refuses, or sends something else
   *     than the file expected (which is deleted); the message says where to put the file by hand
   * @throws CancelledException if the user cancels; what arrived is kept
   */
  void to(Path target, RunContext context) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      fetch(part, target, context);
      verify(part, target);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RobustaException(
          "%s cannot be written: %s; name another folder with ROBUSTA_DATA"
              .formatted(part, e.getMessage()),
          e);
    }
  }

  private void fetch(Path part, Path target, RunContext context) throws IOException {
    if (present(part) > size) {
      Files.delete(part);
    }
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    for (int attempt = 1; present(part) < size; attempt++) {
      try {
        new Transfer(part, context).run(client);
        if (present(part) < size) {
          throw new IOException("the server ended early");
        }
      } catch (Refused e) {
        throw unreachable(e.getMessage(), part, target, e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw unreachable(reason(e), part, target, e);
        }
      }
    }
  }

  private void verify(Path part, Path target) throws IOException {
    long arrived = Files.size(part);
    String digest = checksum.of(part);
    if (arrived != size || !digest.equals(checksum.hex())) {
      Files.delete(part);
      throw new RobustaException(
          "%s sent %d bytes with %s %s where %d bytes with %s were expected, so they were deleted; "
                  .formatted(source, arrived, checksum.algorithm(), digest, size, checksum.hex())
              + "try again, or put the right file at "
              + target);
    }
  }

  private RobustaException unreachable(String why, Path part, Path target, Exception cause)
      throws IOException {
    String kept =
        present(part) > 0
            ? "; the %d of %d bytes that arrived are kept and the next attempt goes on from there"
                .formatted(present(part), size)
            : "";
    return new RobustaException(
        "%s could not be downloaded: %s%s, or put the file at %s by hand"
            .formatted(source, why, kept, target),
        cause);
  }

  private static String reason(IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "its host is not known (is there a network?)";
      }
    }
    if (e instanceof ConnectException) {
      return "the connection was refused (is there a network?)";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static long present(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** The server answered with a status that trying again does not mend. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** One request, whose body is appended to the part file as it arrives. */
  private final class Transfer {
    private final Path part;
    private final RunContext context;
    private final long resumedAt;
    private FileChannel file;
    private volatile long written;
    private volatile IOException failure;

    Transfer(Path part, RunContext context) throws IOException {
      this.part = part;
      this.context = context;
      this.resumedAt = present(part);
      this.written = resumedAt;
    }

    void run(HttpClient client) throws IOException {
      HttpRequest.Builder request = HttpRequest.newBuilder(source).GET();
      if (resumedAt > 0) {
        request.header("Range", "bytes=" + resumedAt + "-");
      }
      CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(request.build(), body());
      try {
        await(exchange);
      } finally {
        exchange.cancel(true);
        close();
      }
    }

    private BodyHandler<Void> body() {
      return response -> {
        int status = response.statusCode();
        boolean resumes =
            status == 206
                && response
                    .headers()
                    .firstValue("Content-Range")
                    .filter(range -> range.startsWith("bytes " + resumedAt + "-"))
                    .isPresent();
        if (status == 200 || resumes) {
          open(resumes);
          return BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(this::write));
        }
        failure =
            status >= 500 || status == 429
                ? new IOException("the server answered with status " + status)
                : new Refused("the server answered with status " + status);
        return BodySubscribers.replacing(null);
      };
    }

    private void await(CompletableFuture<HttpResponse<Void>> exchange) throws IOException {
      String task = "download " + Path.of(source.getPath()).getFileName();
      long start = System.nanoTime();
      long lastArrival = start;
      long seen = resumedAt;
      while (true) {
        boolean done = finished(exchange);
        long now = System.nanoTime();
        if (failure != null) {
          throw failure;
        }
        context.cancellation().check();
        if (written > size) {
          throw new Refused("the server sends more than the %d bytes expected".formatted(size));
        }
        if (written != seen) {
          seen = written;
          lastArrival = now;
          double seconds = (now - start) / 1e9;
          context
              .progress()
              .report(
                  task,
                  seen,
                  size,
                  "%.1f MB/s".formatted(Math.max(0, seen - resumedAt) / 1e6 / seconds));
        }
        if (done) {
          return;
        }
        if (now - lastArrival > STALL_TIMEOUT.toNanos()) {
          throw new IOException(
              "nothing arrived for %d seconds".formatted(STALL_TIMEOUT.toSeconds()));
        }
      }
    }

    private static boolean finished(CompletableFuture<?> exchange) throws IOException {
      try {
        exchange.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
    }

    private synchronized void open(boolean resumes) {
      try {
        file =
            resumes
                ? FileChannel.open(part, WRITE, CREATE, APPEND)
                : FileChannel.open(part, WRITE, CREATE, TRUNCATE_EXISTING);
        written = resumes ? resumedAt : 0;
      } catch (IOException e) {
        failure = new Refused(part + " cannot be written: " + e.getMessage());
      }
    }

    private synchronized void write(byte[] bytes) {
      if (file == null || failure != null) {
        return;
      }
      try {
        for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
          file.write(left);
        }
        written += bytes.length;
      } catch (IOException e) {
        failure = new Refused(part + " cannot be written: " + e.getMessage());
      }
    }

    private synchronized void close() throws IOException {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
