package robusta.kernel.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * One line of the benchmark's output, in the form of the PyTorch script and with who and how beside
 * it.
 *
 * @param engine who computed: {@code "robusta"} or {@code "torch"}
 * @param name the case, such as {@code "resnet18-w64"}, or the file that is loaded
 * @param batch examples in a batch
 * @param what {@code "input_grad"}, {@code "train_step"}, {@code "pgd7_step"} or {@code "load"},
 *     all measured in seconds, or {@code "peak_memory"} in MiB
 * @param precision {@code "f32"} or {@code "bf16"}
 * @param value the median of the repeated runs
 */
record Measurement(
    String engine, String name, int batch, String what, String precision, double value) {
  private static final JsonMapper JSON = new JsonMapper();

  static final String PEAK_MEMORY = "peak_memory";

  /** The line: one JSON object. */
  String json() {
    ObjectNode fields = JSON.createObjectNode();
    fields.put("engine", engine);
    fields.put("case", name);
    fields.put("batch", batch);
    fields.put("what", what);
    fields.put("precision", precision);
    fields.put(unit(), new BigDecimal(value).round(new MathContext(4)));
    return fields.toString();
  }

  /**
   * Reads such a line. One of the PyTorch script says neither engine nor precision: torch and f32.
   *
   * @return empty where the line is no measurement of time
   */
  static Optional<Measurement> parse(String line) {
    JsonNode fields;
    try {
      fields = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // Something else that the process printed.
    }
    if (!fields.path("seconds").isNumber() || !fields.has("case") || !fields.has("what")) {
      return Optional.empty();
    }
    return Optional.of(
        new Measurement(
            fields.path("engine").asText("torch"),
            fields.path("case").asText(),
            fields.path("batch").asInt(),
            fields.path("what").asText(),
            fields.path("precision").asText("f32"),
            fields.path("seconds").asDouble()));
  }

  private String unit() {
    return what.equals(PEAK_MEMORY) ? "mib" : "seconds";
  }
}
