package robusta.kernel.cell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import robusta.display.Output;

/** The bytes that are printed to one of a cell's texts; a character may come in pieces. */
final class CellText {
  private static final int LONGEST_CHARACTER = 4;

  private final Output output;
  private final Output.Stream stream;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] rest = {};

  CellText(Output output, Output.Stream stream) {
    this.output = output;
    this.stream = stream;
  }

  synchronized void write(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.allocate(rest.length + length);
    in.put(rest).put(bytes, offset, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER);
    decoder.reset().decode(in, out, false);
    rest = new byte[in.remaining()];
    in.get(rest);
    if (out.flip().hasRemaining()) {
      output.stream(stream, out.toString());
    }
  }
}
