package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  private History open() {
    return new History(folder.resolve("below/history"), Runnable::run);
  }

  private static List<String> inputs(List<History.Entry> entries) {
    return entries.stream().map(History.Entry::input).toList();
  }

  @Test
  void sessionsFollowEachOther() {
    History first = open();
    first.add(1, "a = 1\nb", Optional.of("1"));
    History beside = open();
    beside.add(1, "c", Optional.empty());
    History third = open();
    third.add(1, "d", Optional.empty());
    assertEquals(
        List.of(
            new History.Entry(1, 1, "a = 1\nb", "1"),
            new History.Entry(2, 1, "c", null),
            new History.Entry(3, 1, "d", null)),
        third.tail(10));
    assertEquals(List.of("c", "d"), inputs(third.tail(2)));
    // A kernel knows the others' cells of before its start.
    assertEquals(List.of("a = 1\nb"), inputs(first.tail(10)));
  }

  @Test
  void rangesAreOfOneSession() {
    History before = open();
    before.add(1, "old", Optional.empty());
    History history = open();
    for (int line = 1; line <= 4; line++) {
      history.add(line, "cell " + line, Optional.empty());
    }
    assertEquals(List.of("cell 2", "cell 3"), inputs(history.range(2, 2, Optional.of(4))));
    assertEquals(List.of("cell 3", "cell 4"), inputs(history.range(0, 3, Optional.empty())));
    assertEquals(List.of("old"), inputs(history.range(-1, 0, Optional.empty())));
  }

  @Test
  void searchesMatchWholeCells() {
    History history = open();
    List.of("x = 1", "print x", "x = 1", "y[1]")
        .forEach(cell -> history.add(1, cell, Optional.empty()));
    assertEquals(List.of("x = 1", "x = 1"), inputs(history.search("x*", Optional.empty(), false)));
    assertEquals(List.of("x = 1"), inputs(history.search("x*", Optional.empty(), true)));
    assertEquals(List.of("print x", "x = 1"), inputs(history.search("*x*", Optional.of(2), true)));
    assertEquals(List.of("y[1]"), inputs(history.search("y[?]", Optional.empty(), false)));
  }

  @Test
  void theFileIsBounded() throws IOException {
    Path file = folder.resolve("below/history");
    Files.createDirectories(file.getParent());
    StringBuilder lines = new StringBuilder("no JSON\n");
    for (int i = 0; i < 5000; i++) {
      lines.append("{\"session\":7,\"line\":" + i + ",\"input\":\"cell " + i + "\"}\n");
    }
    Files.writeString(file, lines);
    open().add(1, "new", Optional.empty());
    List<History.Entry> entries = open().tail(Integer.MAX_VALUE);
    assertTrue(entries.size() < 3000, () -> entries.size() + " cells");
    assertEquals(
        List.of("cell 4999", "new"), inputs(entries.subList(entries.size() - 2, entries.size())));
    assertEquals(8, entries.get(entries.size() - 1).session());
  }

  @Test
  void damageCostsOneLine() throws IOException {
    open().add(1, "good", Optional.empty());
    Files.write(
        folder.resolve("below/history"),
        "{\"session\":1,\"line\":2,\"inp\n\u00ff\n".getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    open().add(1, "also", Optional.empty());
    assertEquals(List.of("good", "also"), inputs(open().tail(10)));
  }

  @Test
  void withoutAFileThisSessionIsRemembered() throws IOException {
    Files.writeString(folder.resolve("below"), "a file where a folder should be");
    History history = open();
    history.add(1, "x", Optional.empty());
    assertEquals(List.of("x"), inputs(history.tail(5)));
  }
}
