package robusta.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that holds one file and can misbehave. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] file;

  /** The Range header of every request, "" where there was none. */
  final List<String> ranges = new CopyOnWriteArrayList<>();

  /** Whether Range requests are honoured. */
  volatile boolean resumes = true;

  /** The status of every answer, where it is not 200. */
  volatile int status = 200;

  /** How many requests are cut off, each after {@link #cutAfter} bytes. */
  volatile int cuts;

  volatile int cutAfter;

  /** Whether a body stops arriving after {@link #cutAfter} bytes, without an end. */
  volatile boolean hangs;

  FileServer(byte[] file) throws IOException {
    this.file = file;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data/file.bin");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    int from = 0;
    if (range != null && resumes) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    exchange.sendResponseHeaders(range != null && resumes ? 206 : 200, file.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      if (cuts > 0 || hangs) {
        cuts--;
        out.write(file, from, Math.min(cutAfter, file.length - from));
        out.flush();
        if (hangs) {
          Thread.sleep(60_000);
        }
        throw new IOException("cut off");
      }
      out.write(file, from, file.length - from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
