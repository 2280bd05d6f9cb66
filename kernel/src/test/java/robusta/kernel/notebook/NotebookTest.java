package robusta.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class NotebookTest {
  @TempDir private Path folder;

  /** Written by Jupyter's nbformat 5.5, byte for byte. */
  private static final String BY_JUPYTER =
      """
      {
       "cells": [
        {
         "attachments": {
          "dot.png": {
           "image/png": "iVBORw0KGgo="
          }
         },
         "cell_type": "markdown",
         "id": "7459b66d",
         "metadata": {},
         "source": [
          "# Tour, π 😀\\n",
          "\\n",
          "\\"quoted\\" \\\\ back\\tslash \\u001b[0m / <b>"
         ]
        },
        {
         "cell_type": "code",
         "execution_count": 3,
         "id": "6819f9be",
         "metadata": {
          "tags": [
           "raises-exception"
          ]
         },
         "outputs": [
          {
           "name": "stdout",
           "output_type": "stream",
           "text": [
            "one\\n",
            "two"
           ]
          },
          {
           "data": {
            "application/json": {
             "a": [
              1,
              1.0,
              null,
              true,
              {}
             ]
            },
            "image/png": "iVBORw0KGgo=\\n",
            "text/plain": [
             "3"
            ]
           },
           "execution_count": 3,
           "metadata": {},
           "output_type": "execute_result"
          }
         ],
         "source": []
        }
       ],
       "metadata": {
        "unknown": {
         "kept": []
        }
       },
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """;

  private Path file(String text) {
    return NotebookFiles.write(folder.resolve("study.ipynb"), text);
  }

  @Test
  void whatJupyterWroteIsWrittenTheSame() {
    assertEquals(BY_JUPYTER, Notebook.read(file(BY_JUPYTER)).text());
  }

  @Test
  void linesAreSplitAsPythonDoes() {
    assertEquals(
        "[\"a\\n\",\"\\n\",\"b\\r\\n\",\"c\\r\",\"d\\u2028\",\"e\"]".replace("\\u2028", "\u2028"),
        NotebookJson.lines("a\n\nb\r\nc\rd\u2028e").toString());
    assertEquals(0, NotebookJson.lines("").size());
  }

  @Test
  void textAndListOfLinesAreTheSameSource() {
    Path file =
        file(
            """
            {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [
              {"cell_type": "code", "source": ["a\\n", "b"], "metadata": {}},
              {"cell_type": "code", "source": "a\\nb", "metadata": {}}]}
            """);
    Notebook.read(file).cells().forEach(cell -> assertEquals("a\nb", cell.source()));
  }

  @Test
  void everyCellGetsAnId() throws IOException {
    Path file = NotebookFiles.notebook(folder.resolve("study.ipynb"), "a", "b");
    JsonNode written = Notebook.JSON.readTree(Notebook.read(file).text());
    Set<String> ids = new HashSet<>();
    for (JsonNode cell : written.get("cells")) {
      assertTrue(cell.get("id").asText().matches("[a-zA-Z0-9_-]{1,64}"));
      assertTrue(ids.add(cell.get("id").asText()));
    }
    String old = Files.readString(file).replace("\"nbformat_minor\":5", "\"nbformat_minor\":4");
    written = Notebook.JSON.readTree(Notebook.read(file(old)).text());
    assertTrue(written.get("cells").findValues("id").isEmpty(), "ids came with 4.5");
  }

  @Test
  void theKernelIsNamedButAnotherOfOursStays() throws IOException {
    Notebook notebook = Notebook.read(NotebookFiles.notebook(folder.resolve("study.ipynb"), "a"));
    notebook.describeKernel();
    JsonNode metadata = Notebook.JSON.readTree(notebook.text()).get("metadata");
    assertEquals("robusta", metadata.at("/kernelspec/name").asText());
    assertEquals("Robusta (Groovy)", metadata.at("/kernelspec/display_name").asText());
    assertEquals("groovy", metadata.at("/language_info/name").asText());

    notebook =
        Notebook.read(
            file(
                """
                {"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": {"kernelspec":
                  {"name": "robusta-big", "display_name": "Big", "language": "groovy"}}}
                """));
    notebook.describeKernel();
    metadata = Notebook.JSON.readTree(notebook.text()).get("metadata");
    assertEquals("robusta-big", metadata.at("/kernelspec/name").asText());
    assertEquals("Big", metadata.at("/kernelspec/display_name").asText());
  }

  private String refused(String text) {
    Path file = file(text);
    return assertThrows(RobustaException.class, () -> Notebook.read(file)).getMessage();
  }

  @Test
  void whatIsNoNotebookIsRefusedInOneSentence() {
    assertTrue(refused("{\n oops").contains("no JSON in line 2"));
    assertTrue(refused("").contains("is not a notebook"));
    assertTrue(refused("[]").contains("is not a notebook"));
    assertTrue(refused("{\"nbformat\": 3}").contains("format 3"));
    assertTrue(refused("{\"nbformat\": 4, \"cells\": [1]}").contains("one of its cells"));
    assertTrue(
        refused("{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}}")
            .contains("a notebook in python"));
    Path missing = folder.resolve("missing.ipynb");
    assertTrue(
        assertThrows(RobustaException.class, () -> Notebook.read(missing))
            .getMessage()
            .startsWith("there is no notebook"));
  }
}
