package robusta.kernel.cell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Supplier;
import robusta.display.Output;

/**
 * The standard streams of the process, shared out among cells: what a cell's thread and the threads
 * that it starts print goes to that cell, also when it has ended; everything else goes where it
 * went before.
 */
final class CellStreams implements AutoCloseable {
  private static final InheritableThreadLocal<Place> HERE = new InheritableThreadLocal<>();

  /**
   * Where what runs prints, the latest first: whom the threads of common pools serve, which inherit
   * from whoever asked first. A cell that was left behind may end before or after later ones.
   */
  private static final Deque<Place> IN_FRONT = new ConcurrentLinkedDeque<>();

  private static int opened;
  private static PrintStream standardOut;
  private static PrintStream standardErr;
  private static InputStream standardIn;

  /** One cell's ends of the streams. */
  private record Place(CellText out, CellText err, CellLines in) {}

  private CellStreams() {}

  /** Takes the streams over, until the last of these is closed. */
  static synchronized CellStreams open() {
    if (opened++ == 0) {
      standardOut = System.out;
      standardErr = System.err;
      standardIn = System.in;
      System.setOut(printer(Output.Stream.STDOUT, standardOut));
      System.setErr(printer(Output.Stream.STDERR, standardErr));
      System.setIn(new Reader(standardIn));
    }
    return new CellStreams();
  }

  /** Runs something that prints to this output and asks this input. */
  <T> T within(Output output, Input input, Supplier<T> work) {
    Place before = HERE.get();
    Place place =
        new Place(
            new CellText(output, Output.Stream.STDOUT),
            new CellText(output, Output.Stream.STDERR),
            new CellLines(input));
    HERE.set(place);
    IN_FRONT.push(place);
    try {
      return work.get();
    } finally {
      HERE.set(before);
      IN_FRONT.removeFirstOccurrence(place);
    }
  }

  @Override
  public void close() {
    giveBack();
  }

  private static synchronized void giveBack() {
    if (--opened == 0) {
      System.setOut(standardOut);
      System.setErr(standardErr);
      System.setIn(standardIn);
    }
  }

  private static Place here() {
    Place running = IN_FRONT.peek();
    return running != null && Thread.currentThread() instanceof ForkJoinWorkerThread
        ? running
        : HERE.get();
  }

  private static PrintStream printer(Output.Stream stream, PrintStream otherwise) {
    return new PrintStream(new Writer(stream, otherwise), true, StandardCharsets.UTF_8);
  }

  private static final class Writer extends OutputStream {
    private final Output.Stream stream;
    private final PrintStream otherwise;

    Writer(Output.Stream stream, PrintStream otherwise) {
      this.stream = stream;
      this.otherwise = otherwise;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      Place place = here();
      if (place == null) {
        otherwise.write(bytes, offset, length);
      } else {
        (stream == Output.Stream.STDOUT ? place.out() : place.err()).write(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      if (here() == null) {
        otherwise.flush();
      }
    }
  }

  private static final class Reader extends InputStream {
    private final InputStream otherwise;

    Reader(InputStream otherwise) {
      this.otherwise = otherwise;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Place place = here();
      return place == null
          ? otherwise.read(into, offset, length)
          : place.in().read(into, offset, length);
    }

    @Override
    public int available() throws IOException {
      Place place = here();
      return place == null ? otherwise.available() : place.in().available();
    }
  }
}
