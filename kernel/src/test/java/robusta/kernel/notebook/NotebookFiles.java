package robusta.kernel.notebook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes notebooks for tests. */
final class NotebookFiles {
  private NotebookFiles() {}

  /** A notebook with these code cells. */
  static Path notebook(Path file, String... sources) {
    ObjectNode notebook = Notebook.JSON.createObjectNode();
    notebook.put("nbformat", 4).put("nbformat_minor", 5).putObject("metadata");
    var cells = notebook.putArray("cells");
    for (String source : sources) {
      ObjectNode cell = cells.addObject().put("cell_type", "code").put("source", source);
      cell.putNull("execution_count").putObject("metadata");
      cell.putArray("outputs").addObject().put("output_type", "stream").put("text", "stale");
    }
    return write(file, notebook.toString());
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
