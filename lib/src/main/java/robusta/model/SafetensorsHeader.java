package robusta.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.run.RobustaException;

/**
 * What the header of a safetensors file says, checked: every tensor has exactly the bytes that its
 * type and shape need, and together they fill the file without gap or overlap.
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {

  /** Longer headers are refused; those of Robusta's networks have some kilobytes. */
  static final int MAX_BYTES = 16 << 20;

  static final String METADATA = "__metadata__";

  private static final int MAX_RANK = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Bytes per element of every type that the format has. */
  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8));

  /**
   * One tensor.
   *
   * @param type the file's name of its element type
   * @param shape its shape; a scalar has none
   * @param begin where its bytes begin, counted from the end of the header
   * @param end where they end
   */
  record Entry(String type, long[] shape, long begin, long end) {

    /** How many elements it has. */
    long count() {
      return (end - begin) / BYTES.get(type);
    }

    /** Its type; null if it is not a floating-point one. */
    TensorType floatType() {
      for (TensorType known : TensorType.values()) {
        if (known.name().equals(type)) {
          return known;
        }
      }
      return null;
    }
  }

  /**
   * Reads a header.
   *
   * @param file for messages
   * @param json the header
   * @param dataBytes how many bytes follow it in the file
   */
  static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
    try (JsonParser parser = JSON.createParser(json)) {
      Parsing parsing = new Parsing(file, parser);
      SafetensorsHeader header = parsing.header();
      header.requireFills(file, dataBytes);
      return header;
    } catch (JsonProcessingException e) {
      throw Safetensors.notSafetensors(
          file, "its header is not JSON (%s)".formatted(e.getOriginalMessage()));
    } catch (IOException e) {
      throw Safetensors.notSafetensors(file, "its header is not JSON");
    }
  }

  private void requireFills(Path file, long dataBytes) {
    List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(tensors.entrySet());
    inOrder.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long at = 0;
    for (Map.Entry<String, Entry> next : inOrder) {
      if (next.getValue().end() > dataBytes) {
        throw new RobustaException(
            "%s is truncated: tensor '%s' should end at byte %d of the data, but there are only %d"
                .formatted(file, next.getKey(), next.getValue().end(), dataBytes));
      }
      if (next.getValue().begin() != at) {
        throw Safetensors.notSafetensors(
            file,
            "tensor '%s' begins at byte %d of the data instead of %d"
                .formatted(next.getKey(), next.getValue().begin(), at));
      }
      at = next.getValue().end();
    }
    if (at != dataBytes) {
      throw Safetensors.notSafetensors(
          file, "%d bytes follow the last tensor".formatted(dataBytes - at));
    }
  }

  /** One pass over the JSON tokens. */
  private record Parsing(Path file, JsonParser parser) {

    SafetensorsHeader header() throws IOException {
      Map<String, Entry> tensors = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      require(parser.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        require(parser.nextToken() == JsonToken.START_OBJECT, "'%s' is no object".formatted(name));
        if (name.equals(METADATA)) {
          readMetadata(metadata);
        } else {
          tensors.put(name, entry(name));
        }
      }
      require(parser.nextToken() == null, "something follows the JSON object in its header");
      return new SafetensorsHeader(tensors, metadata);
    }

    private void readMetadata(Map<String, String> metadata) throws IOException {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        String value = parser.nextTextValue();
        require(value != null, "its metadata '%s' is no text".formatted(key));
        metadata.put(key, value);
      }
    }

    private Entry entry(String name) throws IOException {
      String type = null;
      long[] shape = null;
      long[] offsets = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "dtype" -> type = parser.getText();
          case "shape" -> shape = numbers(name, field);
          case "data_offsets" -> offsets = numbers(name, field);
          default -> throw wrong("tensor '%s' has an unknown field '%s'".formatted(name, field));
        }
      }
      require(
          type != null && BYTES.containsKey(type),
          "tensor '%s' has the unknown type %s".formatted(name, type));
      require(shape != null, "tensor '%s' has no shape".formatted(name));
      require(
          offsets != null && offsets.length == 2 && offsets[0] <= offsets[1],
          "tensor '%s' has no begin and end".formatted(name));
      long bytes = BYTES.get(type);
      try {
        for (long extent : shape) {
          bytes = Math.multiplyExact(bytes, extent);
        }
      } catch (ArithmeticException e) {
        throw wrong("tensor '%s' has an impossible shape".formatted(name));
      }
      require(
          bytes == offsets[1] - offsets[0],
          "tensor '%s' needs %d bytes by its shape but has %d"
              .formatted(name, bytes, offsets[1] - offsets[0]));
      return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private long[] numbers(String name, String field) throws IOException {
      String wrong = "the %s of tensor '%s' is no list of whole numbers".formatted(field, name);
      require(parser.currentToken() == JsonToken.START_ARRAY, wrong);
      long[] numbers = new long[MAX_RANK];
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT && count < MAX_RANK, wrong);
        long number = parser.getLongValue();
        require(number >= 0, wrong);
        numbers[count++] = number;
      }
      return java.util.Arrays.copyOf(numbers, count);
    }

    private void require(boolean condition, String otherwise) {
      if (!condition) {
        throw wrong(otherwise);
      }
    }

    private RobustaException wrong(String why) {
      return Safetensors.notSafetensors(file, why);
    }
  }
}
