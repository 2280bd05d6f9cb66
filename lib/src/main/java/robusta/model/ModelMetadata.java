package robusta.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import robusta.model.Architecture.Form;
import robusta.run.RobustaException;

/**
 * What a checkpoint says about its model besides the weights, as text by name.
 *
 * @param architecture what the graph was built from; null for a graph from elsewhere
 */
record ModelMetadata(
    String name,
    Architecture architecture,
    List<String> classes,
    int channels,
    int height,
    int width) {

  /** The largest image that a file may ask for, pixels a side. */
  private static final int MAX_SIDE = 16384;

  static ModelMetadata of(Model model) {
    return new ModelMetadata(
        model.name(),
        model.architecture(),
        model.classes(),
        model.channels(),
        model.height(),
        model.width());
  }

  Map<String, String> toText() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("format", "pt"); // tensors are laid out as PyTorch's
    text.put("name", name);
    if (architecture != null) {
      text.put("architecture", architecture.name());
      text.put("form", architecture.form().name().toLowerCase(Locale.ROOT));
      text.put("width", String.valueOf(architecture.width()));
    }
    text.put("channels", String.valueOf(channels));
    text.put("image_height", String.valueOf(height));
    text.put("image_width", String.valueOf(width));
    text.put("classes", json(classes));
    return text;
  }

  /**
   * Reads a metadata.
   *
   * @param file for messages
   */
  static ModelMetadata parse(Path file, Map<String, String> text) {
    Architecture architecture = null;
    if (text.containsKey("architecture")) {
      architecture =
          Architectures.named(text.get("architecture"), form(file, text))
              .withWidth(number(file, text, "width", 4096));
    }
    return new ModelMetadata(
        required(file, text, "name"),
        architecture,
        List.of(array(file, text, "classes", String[].class)),
        number(file, text, "channels", 3),
        number(file, text, "image_height", MAX_SIDE),
        number(file, text, "image_width", MAX_SIDE));
  }

  static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static <T> T array(Path file, Map<String, String> text, String key, Class<T> type) {
    try {
      T value = new ObjectMapper().readValue(required(file, text, key), type);
      if (value instanceof Object[] list && (list.length == 0 || hasNull(list))) {
        throw wrong(file, text, key);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw wrong(file, text, key);
    }
  }

  private static boolean hasNull(Object[] list) {
    return Stream.of(list).anyMatch(item -> item == null);
  }

  private static Form form(Path file, Map<String, String> text) {
    try {
      return Form.valueOf(required(file, text, "form").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(file, text, "form");
    }
  }

  private static int number(Path file, Map<String, String> text, String key, int largest) {
    try {
      int number = Integer.parseInt(required(file, text, key));
      if (number >= 1 && number <= largest) {
        return number;
      }
      throw wrong(file, text, key);
    } catch (NumberFormatException e) {
      throw wrong(file, text, key);
    }
  }

  private static String required(Path file, Map<String, String> text, String key) {
    String value = text.get(key);
    if (value == null) {
      throw new RobustaException(
          "%s does not say its model's '%s'; it was not saved by Robusta, so name the architecture,"
                  .formatted(file, key)
              + " the classes and the image size when loading it");
    }
    return value;
  }

  private static RobustaException wrong(Path file, Map<String, String> text, String key) {
    return new RobustaException(
        "%s describes a model that cannot be: its '%s' is '%s'"
            .formatted(file, key, text.get(key)));
  }
}
