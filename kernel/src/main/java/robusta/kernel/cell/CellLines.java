package robusta.kernel.cell;

import java.nio.charset.StandardCharsets;

/** What is typed for a cell, as the bytes of a stream: a line is asked for when one is wanted. */
final class CellLines {
  private final Input input;
  private byte[] line = {};
  private int next;

  CellLines(Input input) {
    this.input = input;
  }

  synchronized int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (next == line.length) {
      line = (input.read("", false) + "\n").getBytes(StandardCharsets.UTF_8);
      next = 0;
    }
    int count = Math.min(length, line.length - next);
    System.arraycopy(line, next, into, offset, count);
    next += count;
    return count;
  }

  synchronized int available() {
    return line.length - next;
  }
}
