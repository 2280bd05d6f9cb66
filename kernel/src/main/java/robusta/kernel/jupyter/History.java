package robusta.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * The cells of this session and of those before, which a file keeps: one JSON object a line,
 * several kernels at once. Where the file cannot be used, only this session is remembered.
 */
final class History {
  /** Cells that the file keeps at least; it is cut when it has twice as many. */
  private static final int KEPT = 2000;

  /** Characters beyond which a result is not remembered, and a cell not kept in the file. */
  private static final int LONG = 20_000;

  private final Path file;
  private final Executor writer;
  private final CompletableFuture<Past> past;
  private final List<Entry> cells = new ArrayList<>();

  /**
   * A cell that was run.
   *
   * @param session its session, counted from 1
   * @param line its number in that session
   * @param output its result as text; null where there was none
   */
  record Entry(int session, int line, String input, String output) {}

  private record Past(int session, List<Entry> entries) {}

  /**
   * A history with a new session.
   *
   * @param writer reads and writes the file, one task after the other, on a thread that nobody
   *     interrupts (an interrupted one could not)
   */
  History(Path file, Executor writer) {
    this.file = file;
    this.writer = writer;
    past = CompletableFuture.supplyAsync(this::begin, writer);
  }

  /** Remembers a cell. */
  synchronized void add(int line, String input, Optional<String> output) {
    Entry entry =
        new Entry(0, line, input, output.filter(text -> text.length() <= LONG).orElse(null));
    cells.add(entry);
    if (input.length() <= LONG) {
      try {
        var unused = past.thenAcceptAsync(before -> append(before.session(), entry), writer);
      } catch (RejectedExecutionException e) {
        // The kernel is ending.
      }
    }
  }

  /** The last cells, oldest first. */
  List<Entry> tail(int count) {
    return last(all(), count);
  }

  /**
   * Cells of one session.
   *
   * @param session its number; 0 is this one, -1 the one before
   * @param start the first line
   * @param stop the line after the last; empty for all
   */
  List<Entry> range(int session, int start, Optional<Integer> stop) {
    int number = session > 0 ? session : past.join().session() + session;
    return all().stream()
        .filter(entry -> entry.session() == number && entry.line() >= start)
        .filter(entry -> stop.isEmpty() || entry.line() < stop.get())
        .toList();
  }

  /**
   * Cells whose text matches, oldest first.
   *
   * @param glob with {@code *} for any text and {@code ?} for any character
   * @param count at most so many, the last ones
   * @param unique only the last of those that say the same
   */
  List<Entry> search(String glob, Optional<Integer> count, boolean unique) {
    Pattern pattern = pattern(glob);
    Stream<Entry> matching =
        all().stream().filter(entry -> pattern.matcher(entry.input()).matches());
    List<Entry> found = matching.toList();
    if (unique) {
      Map<String, Entry> byText = new LinkedHashMap<>();
      for (Entry entry : found) {
        byText.remove(entry.input());
        byText.put(entry.input(), entry);
      }
      found = List.copyOf(byText.values());
    }
    return count.isEmpty() ? found : last(found, count.get());
  }

  private static Pattern pattern(String glob) {
    StringBuilder expression = new StringBuilder();
    glob.codePoints()
        .mapToObj(Character::toString)
        .map(c -> c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c))
        .forEach(expression::append);
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  private static List<Entry> last(List<Entry> entries, int count) {
    return entries.subList(Math.max(0, entries.size() - Math.max(0, count)), entries.size());
  }

  private List<Entry> all() {
    Past before = past.join();
    List<Entry> all = new ArrayList<>(before.entries());
    synchronized (this) {
      for (Entry cell : cells) {
        all.add(new Entry(before.session(), cell.line(), cell.input(), cell.output()));
      }
    }
    return all;
  }

  /** Reads the sessions before and claims the next number. */
  private Past begin() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return alone(this::claim);
    } catch (IOException | RobustaException e) {
      return new Past(1, List.of());
    }
  }

  private Past claim() throws IOException {
    List<Entry> entries = new ArrayList<>();
    int session = 1;
    for (ObjectNode line : lines()) {
      session = Math.max(session, line.path("session").asInt() + 1);
      entry(line).ifPresent(entries::add);
    }
    if (entries.size() > 2 * KEPT) {
      entries = new ArrayList<>(last(entries, KEPT));
      rewrite(entries);
    }
    append(Json.bytes(Json.object().put("session", session)));
    return new Past(session, List.copyOf(entries));
  }

  private List<ObjectNode> lines() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    // Bytes that are no text must not cost the history.
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.lines()
        .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
        .flatMap(Optional::stream)
        .toList();
  }

  private void rewrite(List<Entry> entries) {
    AtomicFile.write(
        file,
        out -> {
          for (Entry entry : entries) {
            out.write(line(entry.session(), entry));
            out.write('\n');
          }
        });
  }

  private void append(int session, Entry entry) {
    try {
      alone(
          () -> {
            append(line(session, entry));
            return null;
          });
    } catch (IOException e) {
      // A history that cannot be kept is no reason to bother anyone.
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  /** Other kernels of this user wait; a file of its own, since the history's may be replaced. */
  private <T> T alone(Work<T> work) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      return work.run();
    }
  }

  private void append(byte[] line) throws IOException {
    byte[] whole = Arrays.copyOf(line, line.length + 1);
    whole[line.length] = '\n';
    Files.write(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static byte[] line(int session, Entry entry) {
    ObjectNode json =
        Json.object().put("session", session).put("line", entry.line()).put("input", entry.input());
    if (entry.output() != null) {
      json.put("output", entry.output());
    }
    return Json.bytes(json);
  }

  private static Optional<Entry> entry(ObjectNode json) {
    return json.has("input")
        ? Optional.of(
            new Entry(
                json.path("session").asInt(),
                json.path("line").asInt(),
                json.path("input").asText(),
                json.has("output") ? json.path("output").asText() : null))
        : Optional.empty();
  }
}
