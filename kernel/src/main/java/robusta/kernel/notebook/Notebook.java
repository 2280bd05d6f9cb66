package robusta.kernel.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import robusta.kernel.cell.LanguageInfo;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * A notebook of nbformat 4. Fields that we don't know of are kept, and it is written the way
 * Jupyter writes it.
 */
final class Notebook {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** From this minor version on, every cell has an id. */
  private static final int MINOR_WITH_IDS = 5;

  private final ObjectNode json;
  private final List<Cell> cells = new ArrayList<>();

  private Notebook(ObjectNode json) {
    this.json = json;
    json.path("cells").forEach(cell -> cells.add(new Cell((ObjectNode) cell)));
  }

  /**
   * Reads a notebook.
   *
   * @throws RobustaException if there is none, or it isn't one that we can run
   */
  static Notebook read(Path file) {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new RobustaException("there is no notebook " + file, e);
    } catch (JsonProcessingException e) {
      throw new RobustaException(
          "%s is not a notebook: no JSON in line %d"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new RobustaException(
          Files.isDirectory(file)
              ? file + " is a folder; name a .ipynb file in it"
              : "the notebook " + file + " cannot be read: " + e.getMessage(),
          e);
    }
    int format = json.path("nbformat").asInt();
    if (!(json instanceof ObjectNode object) || format == 0) {
      throw new RobustaException(file + " is not a notebook: it does not say its nbformat");
    }
    if (format != 4) {
      throw new RobustaException(
          "%s has the notebook format %d, which is not read here; open it in Jupyter and save it"
              .formatted(file, format));
    }
    for (JsonNode cell : json.path("cells")) {
      if (!cell.isObject()) {
        throw new RobustaException(file + " is not a notebook: one of its cells is none");
      }
    }
    String language = language(json.path("metadata"));
    if (!language.isEmpty() && !language.equalsIgnoreCase("groovy")) {
      throw new RobustaException(
          "%s is a notebook in %s; Robusta's are in Groovy".formatted(file, language));
    }
    return new Notebook(object);
  }

  private static String language(JsonNode metadata) {
    String named = metadata.path("kernelspec").path("language").asText("");
    return named.isEmpty() ? metadata.path("language_info").path("name").asText("") : named;
  }

  List<Cell> cells() {
    return cells;
  }

  /** Says which kernel runs it, so that Jupyter opens it with ours. */
  void describeKernel() {
    ObjectNode metadata = json.withObjectProperty("metadata");
    ObjectNode kernel = metadata.withObjectProperty("kernelspec");
    String name = kernel.path("name").asText("");
    if (!name.startsWith("robusta")) { // Such as robusta-large, installed with more memory.
      kernel.put("name", "robusta").put("display_name", "Robusta (Groovy)");
    }
    kernel.put("language", "groovy");
    metadata.set("language_info", JSON.valueToTree(LanguageInfo.fields()));
  }

  /** Writes it, whole or not at all. */
  void write(Path file) {
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  /** The text of the file. */
  String text() {
    ObjectNode copy = json.deepCopy();
    if (copy.path("nbformat_minor").asInt() >= MINOR_WITH_IDS) {
      addIds(copy);
    }
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("orig_nbformat", "orig_nbformat_minor", "signature"));
    }
    for (JsonNode cell : copy.path("cells")) {
      if (cell.path("metadata") instanceof ObjectNode metadata) {
        metadata.remove("trusted");
      }
      splitLines((ObjectNode) cell);
    }
    return NotebookJson.write(copy);
  }

  private static void addIds(ObjectNode notebook) {
    Set<String> taken = new HashSet<>();
    notebook.path("cells").forEach(cell -> taken.add(cell.path("id").asText()));
    int number = 0;
    for (JsonNode cell : notebook.path("cells")) {
      number++;
      if (!cell.has("id")) {
        String id = "cell-" + number;
        while (!taken.add(id)) {
          id += "-";
        }
        ((ObjectNode) cell).put("id", id);
      }
    }
  }

  private static void splitLines(ObjectNode cell) {
    split(cell, "source");
    cell.path("attachments").forEach(Notebook::splitBundle);
    for (JsonNode output : cell.path("outputs")) {
      splitBundle(output.path("data"));
      if (output.path("output_type").asText().equals("stream")) {
        split((ObjectNode) output, "text");
      }
    }
  }

  private static void splitBundle(JsonNode bundle) {
    List<String> types = new ArrayList<>();
    bundle.fieldNames().forEachRemaining(types::add);
    for (String type : types) {
      if (type.startsWith("text/")
          || type.equals("application/javascript")
          || type.equals("image/svg+xml")) {
        split((ObjectNode) bundle, type);
      }
    }
  }

  private static void split(ObjectNode object, String field) {
    if (object.path(field).isTextual()) {
      object.set(field, NotebookJson.lines(object.get(field).textValue()));
    }
  }
}
