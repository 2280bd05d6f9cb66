package robusta.kernel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The tour as a person sees it: all cells run, the stop button pressed. */
@Tag("jupyter")
class TourInBrowserTest {
  private static final Duration WHOLE_TOUR = Duration.ofMinutes(10);

  @TempDir Path folder;
  private JupyterInBrowser page;

  @Test
  void theTourRunsAndCanBeInterrupted() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.copy(Path.of("..", "notebooks", "00-tour.ipynb"), work.resolve("tour.ipynb"));
    try (JupyterInBrowser started = JupyterInBrowser.start(folder, work)) {
      page = started;
      page.open("tour.ipynb");
      page.script("Jupyter.notebook.clear_all_output()");
      runAll();
      seeProgressMove();
      awaitAllCells();
      seePictures();
      sortTheSweep();
      interruptAnEndlessLoop();
    }
  }

  private void runAll() {
    page.all("#celllink").get(0).click();
    page.all("#run_all_cells a").get(0).click();
  }

  private void seeProgressMove() throws Exception {
    Set<String> seen = new HashSet<>();
    JupyterInBrowser.await(
        "the progress bar moves",
        Duration.ofMinutes(3),
        () -> {
          for (Object text : page.texts(".robusta-progress")) {
            seen.add(text.toString());
          }
          return seen.size() >= 3;
        });
    page.screenshot("progress", ".robusta-progress");
  }

  private void awaitAllCells() throws Exception {
    JupyterInBrowser.await(
        "all cells have run",
        WHOLE_TOUR,
        () ->
            Boolean.TRUE.equals(
                    page.script(
                        "return Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code'"
                            + " || !isNaN(parseInt(c.input_prompt_number)))"))
                || !page.texts(".output_error").isEmpty());
    page.screenshot("tour");
    assertEquals(List.of(), page.texts(".output_error"));
  }

  private void seePictures() throws Exception {
    List<?> widths =
        (List<?>)
            page.script(
                "return [...document.querySelectorAll('.output_area img')].map(i => i.naturalWidth)");
    assertTrue(widths.size() >= 8, "pictures: " + widths);
    assertFalse(widths.contains(0L), "a picture does not show: " + widths);
    page.screenshot("pictures", page.all(".output_area img").get(3));
  }

  /** The sweep's accuracies: one click sorts them upwards, the next downwards. */
  private void sortTheSweep() throws Exception {
    List<WebElement> tables =
        page.all(".robusta-table").stream().filter(each -> lastColumn(each).size() > 1).toList();
    WebElement table = tables.get(tables.size() - 1);
    List<WebElement> heads = table.findElements(By.cssSelector("th"));
    WebElement head = heads.get(heads.size() - 1);
    head.click();
    List<Double> upwards = lastColumn(table);
    page.screenshot("table", table);
    head.click();
    List<Double> downwards = lastColumn(table);
    assertNotEquals(upwards, downwards);
    assertEquals(upwards.stream().sorted().toList(), upwards);
    assertEquals(downwards.stream().sorted(Comparator.reverseOrder()).toList(), downwards);
  }

  private static List<Double> lastColumn(WebElement table) {
    return table.findElements(By.cssSelector("tbody tr td:last-child")).stream()
        .map(cell -> Double.valueOf(cell.getText()))
        .toList();
  }

  private void interruptAnEndlessLoop() throws Exception {
    page.run("while (true) {}");
    JupyterInBrowser.await("the loop runs", Duration.ofSeconds(30), () -> page.kernelIs("busy"));
    Thread.sleep(1000);
    page.all("[data-jupyter-action='jupyter-notebook:interrupt-kernel']").get(0).click();
    JupyterInBrowser.await(
        "the loop was stopped", Duration.ofSeconds(20), () -> page.kernelIs("idle"));
    page.screenshot("interrupted");
    assertEquals(1, page.texts(".output_error").size());
    page.run("6 * 7");
    JupyterInBrowser.await(
        "the next cell runs",
        Duration.ofSeconds(30),
        () -> page.lastOutputs().toString().matches("(?s).*\\b42\\s*]"));
  }
}
