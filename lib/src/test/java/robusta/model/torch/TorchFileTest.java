package robusta.model.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import robusta.model.Checkpoints;
import robusta.run.RobustaException;

/** Files that {@code torch_files.py} wrote with PyTorch, and damaged and hostile ones. */
class TorchFileTest {
  private static final List<String> FILES =
      List.of(
          "madry.pt", "madry-legacy.pt", "mixed.pt", "mixed-legacy.pt", "strided.pt", "module.pt");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"madry.pt", "madry-legacy.pt"})
  void theNetworkOfMadryLabsLibraryIsReadThroughItsWrappers(String name) {
    try (TorchFile file = TorchFile.open(resource(name))) {
      assertArrayEquals(
          new float[] {0.5f, 0.25f, 0.125f}, file.floats("module.normalizer.new_mean"));
      assertArrayEquals(new long[] {3, 1, 1}, file.shape("module.normalizer.new_mean"));
      checkNumbers(file, "module.model.");
      checkNumbers(file, "module.attacker.model.");
      long numbers = 0;
      for (String tensor : file.names()) {
        numbers += Arrays.stream(file.shape(tensor)).reduce(1, (a, b) -> a * b);
      }
      assertEquals(numbers, 2 * file.stored(), "each number has two names");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed.pt", "mixed-legacy.pt", "strided.pt"})
  void everyNumberFormatAndEveryStrideGivesTheSameNumbers(String name) {
    try (TorchFile file = TorchFile.open(resource(name))) {
      checkNumbers(file, "");
      RobustaException e =
          assertThrows(RobustaException.class, () -> file.floats("bn1.num_batches_tracked"));
      assertTrue(e.getMessage().contains("holds LONG numbers"), e.getMessage());
    }
  }

  /** Number i of tensor k is what the script says. */
  private static void checkNumbers(TorchFile file, String prefix) {
    int k = 0;
    for (String name : file.names()) {
      boolean counter = name.endsWith("num_batches_tracked") || name.contains(".normalize");
      if (name.startsWith(prefix) && !counter) {
        float[] numbers = file.floats(name);
        for (int i = 0; i < numbers.length; i++) {
          assertEquals(((31 * k + 7 * i) % 64 + 1) / 16f, numbers[i], name + " " + i);
        }
        k++;
      }
    }
    assertEquals(32, k);
  }

  @Test
  void aModuleIsRefusedWithAdvice() {
    assertMessage(
        "it is an object of torch.nn.modules.linear.Linear, and Robusta runs no code of a file;"
            + " save its state_dict() instead",
        resource("module.pt"));
  }

  @Test
  void bigEndianNumbersAreRead() throws IOException {
    Path file = folder.resolve("big.pt");
    Zips.rewrite(
        resource("strided.pt"),
        file,
        false,
        (name, bytes) -> {
          byte[] turned = bytes.clone();
          if (name.contains("/data/") && bytes.length > 8) {
            for (int i = 0; i < bytes.length; i++) {
              turned[i] = bytes[i ^ 3];
            }
          }
          return turned;
        },
        "strided/byteorder",
        "big");
    try (TorchFile read = TorchFile.open(file)) {
      checkNumbers(read, "");
    }
  }

  @Test
  void compressedEntriesAreRefused() throws IOException {
    Path file = folder.resolve("small.pt");
    Zips.rewrite(resource("mixed.pt"), file, true, (name, bytes) -> bytes, "mixed/version", "3");
    assertMessage("its entry mixed/data.pkl is compressed", file);
  }

  @Test
  void aChangedNumberIsNoticedInAnArchive() throws IOException {
    byte[] bytes = Files.readAllBytes(resource("madry.pt"));
    int at = indexOf(bytes, "madry/data/3");
    bytes[at + 100] ^= 1;
    Path file = folder.resolve("changed.pt");
    Files.write(file, bytes);
    RobustaException e = assertThrows(RobustaException.class, () -> Checkpoints.load(file));
    assertTrue(e.getMessage().contains("does not match its checksum"), e.getMessage());
  }

  @Test
  void nothingInApickleIsExecuted() throws IOException {
    Path made = folder.resolve("made");
    String touch = "touch " + made;
    String call = "cposix\nsystem\n" + Pickles.text(touch) + "\u0085R";
    String tensor = "}(" + Pickles.text("model") + "}(" + Pickles.text("x");
    Path file = Pickles.legacy(folder, tensor + call + "uu.");
    try (TorchFile read = TorchFile.open(file)) {
      assertTrue(read.names().isEmpty());
    }
    assertFalse(Files.exists(made));
    assertMessage("it is an object of posix.system", Pickles.legacy(folder, call + "."));
    String weight = "}(" + Pickles.text("a.weight") + call + "u.";
    String inner = "}(" + Pickles.text("model") + weight.substring(0, weight.length() - 1) + "u.";
    assertMessage("its 'a.weight' is posix.system", Pickles.legacy(folder, inner));
  }

  @Test
  void hostilePicklesAreRefusedInOneSentence() throws IOException {
    refuse("truncated", "}(");
    refuse("damaged", "0.");
    refuse("damaged", "u.");
    refuse("damaged", "h\u0007.");
    refuse("it is no state dict", "N.");
    refuse("but nothing", "}.");
    refuse("but 'epoch'", "}(" + Pickles.text("epoch") + "K\u0001u.");
    refuse("its 'model' is no state dict", "}(" + Pickles.text("model") + "K\u0001u.");
    refuse("opcode 0x49", "I1\n.");
    refuse("negative length", "\u008b\u00ff\u00ff\u00ff\u00ff.");
    refuse("truncated", "X\u00ff\u00ff\u00ff\u007fabc.");
    refuse("truncated", "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fabc.");
    refuse("more than 1024 letters", "c" + "m".repeat(5000) + "\nn\n.");
    refuse("no state dict", "]q\u0000h\u0000a.");
    refuse("no state dict", "]".repeat(500_000) + "a".repeat(499_999) + ".");
    refuse("more than 2000000 values", "N0".repeat(1_000_001) + ".");
  }

  private void refuse(String part, String pickle) throws IOException {
    assertMessage(part, Pickles.legacy(folder, pickle));
  }

  @Test
  void tensorsThatClaimMoreThanThereIsAreRefused() throws IOException {
    claim("goes beyond its 4 numbers", 4, 0, "K\u0005\u0085", "K\u0001\u0085");
    claim("goes beyond its 4 numbers", 4, 2, "K\u0003\u0085", "K\u0001\u0085");
    claim("goes beyond its 4 numbers", 4, 0, "K\u0003\u0085", "K\u0002\u0085");
    claim("goes beyond its 4 numbers", 4, 0, "J\u00ff\u00ff\u00ff\u007f\u0085", "K\u0000\u0085");
    String huge = "\u008a\u0008\u0000\u0000\u0000\u0000\u0000\u0000\u0000p";
    claim("impossible shape", 4, 0, huge + huge + "\u0086", "K\u0001K\u0001\u0086");
    claim("beyond its end", 200, 0, "K\u0005\u0085", "K\u0001\u0085");
  }

  private void claim(String part, int stored, int offset, String shape, String strides)
      throws IOException {
    String pickle = Pickles.tensor("a.weight", stored, offset, shape, strides);
    assertMessage(part, Pickles.legacy(folder, pickle, stored, 4));
  }

  @Test
  void aTensorOfTheSameHelpersIsRead() throws IOException {
    String pickle = Pickles.tensor("a.weight", 4, 1, "K\u0003\u0085", "K\u0001\u0085");
    try (TorchFile file = TorchFile.open(Pickles.legacy(folder, pickle, 4, 4))) {
      assertArrayEquals(new float[] {1, 2, 3}, file.floats("a.weight"));
    }
    String empty = "K\u0000\u008a\u0008\u0000\u0000\u0000\u0000\u0000p\u0000\u0000\u0086";
    pickle = Pickles.tensor("a.weight", 4, 1, empty, "K\u0002K\u0003\u0086");
    try (TorchFile file = TorchFile.open(Pickles.legacy(folder, pickle, 4, 4))) {
      assertArrayEquals(new float[0], file.floats("a.weight"));
    }
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    for (String name : List.of("madry.pt", "madry-legacy.pt", "mixed-legacy.pt")) {
      byte[] whole = Files.readAllBytes(resource(name));
      Path file = folder.resolve(name);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 150; i++) {
        int length = i < 40 ? i : i < 60 ? whole.length - (i - 39) : random.nextInt(whole.length);
        Files.write(file, Arrays.copyOf(whole, length));
        assertThrows(RobustaException.class, () -> Checkpoints.load(file), name + " " + length);
      }
    }
  }

  @Test
  void aDamagedFileIsRefusedOrStillAModel() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    int refused = 0;
    for (int i = 0; i < 900; i++) {
      String name = FILES.get(i % FILES.size());
      byte[] bent = Files.readAllBytes(resource(name));
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        int at = random.nextInt(i % 3 == 0 ? Math.min(400, bent.length) : bent.length);
        bent[at] = (byte) (i % 2 == 0 ? random.nextInt(256) : bent[at] ^ (1 << random.nextInt(8)));
      }
      Path file = folder.resolve(name);
      Files.write(file, bent);
      try {
        Checkpoints.load(file);
      } catch (RobustaException e) {
        refused++;
      }
    }
    assertTrue(refused > 300, refused + " of 900 were refused");
  }

  private static void assertMessage(String part, Path file) {
    RobustaException e = assertThrows(RobustaException.class, () -> TorchFile.open(file).close());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static Path resource(String name) {
    return Pickles.resource(name);
  }
}
