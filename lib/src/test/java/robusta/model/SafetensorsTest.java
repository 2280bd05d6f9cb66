package robusta.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import robusta.run.RobustaException;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsEveryFloatingPointType() throws IOException {
    String header =
        """
        {"__metadata__":{"a":"b"},
         "d":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},
         "f":{"dtype":"F32","shape":[],"data_offsets":[16,20]},
         "h":{"dtype":"F16","shape":[1,2],"data_offsets":[20,24]},
         "b":{"dtype":"BF16","shape":[1],"data_offsets":[24,26]},
         "i":{"dtype":"I64","shape":[0],"data_offsets":[26,26]}}""";
    ByteBuffer data = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putDouble(-3).putFloat(7.5f);
    data.putShort((short) 0x3c00).putShort((short) 0xc000).putShort((short) 0x3fc0);
    try (Safetensors tensors = Safetensors.open(file(header, data.array()))) {
      assertEquals(List.of("d", "f", "h", "b", "i"), List.copyOf(tensors.names()));
      assertEquals(Map.of("a", "b"), tensors.metadata());
      assertArrayEquals(new float[] {0.1f, -3}, tensors.floats("d"));
      assertArrayEquals(new float[] {7.5f}, tensors.floats("f"));
      assertArrayEquals(new float[] {1, -2}, tensors.floats("h"));
      assertArrayEquals(new float[] {1.5f}, tensors.floats("b"));
      assertArrayEquals(new long[] {1, 2}, tensors.shape("h"));
      assertEquals(0, tensors.shape("f").length);
      assertMessage("holds I64", () -> tensors.floats("i"));
      assertMessage("has no tensor 'x'", () -> tensors.floats("x"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [1]                                                             | not a JSON object
          {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}           | header is not JSON
          {"t":1}                                                         | 't' is no object
          {"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}          | needs 8 bytes
          {"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}         | no list of whole numbers
          {"t":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}        | no list of whole numbers
          {"t":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}        | no list of whole numbers
          {"t":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}} | impossible shape
          {"t":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}} | not JSON
          {"t":{"dtype":"F32","shape":[250000000],"data_offsets":[0,1000000000]}} | truncated
          {"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}          | 4 bytes follow
          {"t":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}          | begins at byte 2
          {"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}          | no begin and end
          {"t":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}           | unknown type Q4
          {"t":{"dtype":"F32","data_offsets":[0,4]}}                      | no shape
          {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":[]}}   | unknown field 'x'
          {"__metadata__":{"a":1}}                                        | 'a' is no text
          {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} 5        | follows the JSON
          """)
  void aHeaderThatCannotBeIsRefused(String header, String message) {
    assertMessage(message, () -> Safetensors.open(file(header, new byte[4])).close());
  }

  @Test
  void repeatedNamesAndDeepNestingAreRefused() {
    String one = "\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    assertMessage(
        "uplicate", () -> Safetensors.open(file("{" + one + "," + one + "}", new byte[4])));
    assertMessage("", () -> Safetensors.open(file("{\"t\":".repeat(1 << 20), new byte[4])));
    assertMessage("", () -> Safetensors.open(file("[".repeat(1 << 20), new byte[4])));
  }

  @Test
  void aLengthThatCannotBeIsRefused() throws IOException {
    Path file = folder.resolve("t");
    for (long length : new long[] {-1, 0, Long.MAX_VALUE, 1L << 40, 100}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file, bytes.array());
      assertMessage(
          length == 100 ? "truncated" : "not a safetensors", () -> Safetensors.open(file));
    }
    Files.write(file, new byte[3]);
    assertMessage("only 3 bytes", () -> Safetensors.open(file));
    assertMessage("there is no file", () -> Safetensors.open(folder.resolve("missing")));
    assertMessage("is a folder", () -> Safetensors.open(folder));
  }

  @Test
  void writingKeepsNamesShapesAndNumbers() throws IOException {
    float[] numbers = {1, -2, 0.333f, 1e-8f, 65504, 5};
    Path file = folder.resolve("sub").resolve("t.safetensors");
    new SafetensorsWriter(Map.of("who", "me \"quoted\" \u00e9"))
        .add("half", TensorType.F16, new long[] {3, 1}, () -> new float[] {1, 0.1f, -65504})
        .add("one \u00e9", TensorType.F32, new long[] {2, 3}, () -> numbers)
        .write(file);
    try (Safetensors tensors = Safetensors.open(file)) {
      assertEquals(Map.of("who", "me \"quoted\" \u00e9"), tensors.metadata());
      assertArrayEquals(numbers, tensors.floats("one \u00e9"));
      assertArrayEquals(new long[] {2, 3}, tensors.shape("one \u00e9"));
      assertArrayEquals(new float[] {1, 0.1f, -65504}, tensors.floats("half"), 1e-4f);
    }
  }

  @Test
  void aFailureKeepsTheOldFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("t.safetensors");
    Files.writeString(file, "old");
    float[] large = new float[1 << 18];
    large[large.length - 1] = 1e6f;
    SafetensorsWriter writer =
        new SafetensorsWriter(Map.of())
            .add("t", TensorType.F16, new long[] {large.length}, () -> large);
    assertMessage("tensor 't' holds 1000000.0", () -> writer.write(file));
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("test.safetensors");
    return Files.write(file, all.putLong(text.length).put(text).put(data).array());
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
    RobustaException e = assertThrows(RobustaException.class, action);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
