package robusta.model.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pickles put together by hand; a letter is a byte. */
final class Pickles {
  private static final String SEEDS = "TorchFuzzTestInputs/aFileGivesAModelOrASentence/";

  private static final String MAGIC =
      "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.}.";

  private Pickles() {}

  /** A file that PyTorch wrote; fuzzing begins with it. */
  static Path resource(String name) {
    try {
      return Path.of(Pickles.class.getResource(SEEDS + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pushes a text. */
  static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  /** A state dict of one float tensor in the storage 's'. */
  static String tensor(String name, int stored, int offset, String shape, String strides) {
    return "}("
        + text(name)
        + "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text("s")
        + text("cpu")
        + "K"
        + (char) stored
        + "NtQK"
        + (char) offset
        + shape
        + strides
        + "\u0089}tRu.";
  }

  /** A file of the older serialisation around a pickle. */
  static Path legacy(Path folder, String pickle) throws IOException {
    return write(folder, MAGIC + pickle + "].", new byte[0]);
  }

  /** The same with the storage 's', which says one length and holds the numbers 0, 1, 2 ... */
  static Path legacy(Path folder, String pickle, long says, int holds) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(8 + 4 * holds).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putLong(says);
    for (int i = 0; i < holds; i++) {
      numbers.putFloat(i);
    }
    return write(folder, MAGIC + pickle + "](" + text("s") + "e.", numbers.array());
  }

  private static Path write(Path folder, String start, byte[] end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(start.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(end);
    return Files.write(folder.resolve("hand.pt"), bytes.toByteArray());
  }
}
