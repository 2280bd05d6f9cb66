package robusta.kernel.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import robusta.kernel.jupyter.TestJupyter;

/**
 * The tour as a person sees it: a real Notebook server, a real browser, all cells run, the stop
 * button pressed. What the browser showed is kept in {@code target/screenshots}.
 */
@Tag("jupyter")
class TourInBrowserTest {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration WHOLE_TOUR = Duration.ofMinutes(10);

  @TempDir Path folder;
  private Process server;
  private ChromeDriver browser;

  @AfterEach
  void end() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      TestJupyter.end(server);
    }
  }

  @Test
  void theTourRunsAndCanBeInterrupted() throws Exception {
    assumeTrue(
        Files.isExecutable(DRIVER) && Files.isExecutable(BROWSER),
        "needs Chromium and its driver (Debian: chromium chromium-driver)");
    TestJupyter jupyter = new TestJupyter(folder);
    jupyter.require("notebook", "jupyter-notebook");
    jupyter.writeKernelspec("robusta");
    Files.createDirectories(SCREENSHOTS);
    open(jupyter);

    runAll();
    seeProgressMove();
    awaitAllCells();
    seePictures();
    sortTheSweep();
    interruptAnEndlessLoop();
  }

  private void open(TestJupyter jupyter) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.copy(
        Path.of("..", "notebooks", "00-tour.ipynb"),
        work.resolve("tour.ipynb"),
        StandardCopyOption.REPLACE_EXISTING);
    int port = freePort();
    server =
        jupyter.start(
            folder.resolve("server.log"),
            "-m",
            "notebook",
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            "--port=" + port,
            "--NotebookApp.token=",
            "--NotebookApp.password=",
            "--notebook-dir=" + work);
    await("the Notebook server answers", Duration.ofMinutes(1), () -> answers(port));

    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + folder.resolve("profile"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    browser.manage().window().setSize(new Dimension(1200, 1400));
    browser.get("http://127.0.0.1:" + port + "/notebooks/tour.ipynb");
    await(
        "the kernel is ready",
        Duration.ofMinutes(2),
        () -> !browser.findElements(By.cssSelector(".kernel_idle_icon")).isEmpty());
    browser.executeScript("Jupyter.notebook.clear_all_output()");
  }

  private void runAll() {
    browser.findElement(By.id("celllink")).click();
    browser.findElement(By.cssSelector("#run_all_cells a")).click();
  }

  private void seeProgressMove() throws Exception {
    Set<String> seen = new HashSet<>();
    await(
        "the progress bar moves",
        Duration.ofMinutes(3),
        () -> {
          for (Object text : texts(".robusta-progress")) {
            seen.add(text.toString());
          }
          return seen.size() >= 3;
        });
    List<WebElement> bars = browser.findElements(By.cssSelector(".robusta-progress"));
    browser.executeScript(
        "arguments[0].scrollIntoView({block: 'center'})", bars.get(bars.size() - 1));
    screenshot("progress");
  }

  private void awaitAllCells() throws Exception {
    await(
        "all cells have run",
        WHOLE_TOUR,
        () ->
            Boolean.TRUE.equals(
                    browser.executeScript(
                        "return Jupyter.notebook.get_cells().every(c => c.cell_type !== 'code'"
                            + " || !isNaN(parseInt(c.input_prompt_number)))"))
                || !texts(".output_error").isEmpty());
    screenshot("tour");
    assertEquals(List.of(), texts(".output_error"));
  }

  private void seePictures() throws Exception {
    List<?> widths =
        (List<?>)
            browser.executeScript(
                "return [...document.querySelectorAll('.output_area img')].map(i => i.naturalWidth)");
    assertTrue(widths.size() >= 8, "pictures: " + widths);
    assertFalse(widths.contains(0L), "a picture does not show: " + widths);
    WebElement picture = browser.findElements(By.cssSelector(".output_area img")).get(3);
    browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", picture);
    screenshot("pictures");
  }

  /** The sweep's accuracies: one click sorts them upwards, the next downwards. */
  private void sortTheSweep() throws Exception {
    List<WebElement> tables =
        browser.findElements(By.cssSelector(".robusta-table")).stream()
            .filter(each -> lastColumn(each).size() > 1)
            .toList();
    WebElement table = tables.get(tables.size() - 1);
    browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", table);
    List<WebElement> heads = table.findElements(By.cssSelector("th"));
    WebElement head = heads.get(heads.size() - 1);
    head.click();
    List<Double> upwards = lastColumn(table);
    screenshot("table");
    head.click();
    List<Double> downwards = lastColumn(table);
    assertNotEquals(upwards, downwards);
    assertEquals(upwards.stream().sorted().toList(), upwards);
    assertEquals(
        downwards.stream().sorted(java.util.Comparator.reverseOrder()).toList(), downwards);
  }

  private static List<Double> lastColumn(WebElement table) {
    return table.findElements(By.cssSelector("tbody tr td:last-child")).stream()
        .map(cell -> Double.valueOf(cell.getText()))
        .toList();
  }

  private void interruptAnEndlessLoop() throws Exception {
    browser.executeScript(
        "const cell = Jupyter.notebook.insert_cell_at_bottom('code');"
            + "cell.set_text('while (true) {}'); cell.execute();");
    await("the loop runs", Duration.ofSeconds(30), () -> kernelIs("busy"));
    Thread.sleep(1000);
    browser
        .findElement(By.cssSelector("[data-jupyter-action='jupyter-notebook:interrupt-kernel']"))
        .click();
    await("the loop was stopped", Duration.ofSeconds(20), () -> kernelIs("idle"));
    screenshot("interrupted");
    assertEquals(1, texts(".output_error").size());
    browser.executeScript(
        "const cell = Jupyter.notebook.insert_cell_at_bottom('code');"
            + "cell.set_text('6 * 7'); cell.execute();");
    await(
        "the next cell runs",
        Duration.ofSeconds(30),
        () -> {
          List<?> results = texts(".output_result");
          return results.get(results.size() - 1).toString().strip().endsWith("42");
        });
  }

  private boolean kernelIs(String status) {
    return !browser.findElements(By.cssSelector(".kernel_" + status + "_icon")).isEmpty();
  }

  private List<?> texts(String selector) {
    return (List<?>)
        browser.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector);
  }

  private void screenshot(String name) throws IOException {
    Files.write(
        SCREENSHOTS.resolve(name + ".png"),
        browser.getScreenshotAs(org.openqa.selenium.OutputType.BYTES));
  }

  private static void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what + ": not within " + patience);
      Thread.sleep(200);
    }
  }

  private static boolean answers(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/api").toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
