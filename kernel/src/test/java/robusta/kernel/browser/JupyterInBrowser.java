package robusta.kernel.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import robusta.kernel.jupyter.TestJupyter;

/**
 * A real Notebook server and a real browser. What the browser showed is kept in {@code
 * target/screenshots}.
 */
final class JupyterInBrowser implements AutoCloseable {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Path folder;
  private final int port;
  private final Process server;
  private ChromeDriver browser;

  private JupyterInBrowser(Path folder, int port, Process server) {
    this.folder = folder;
    this.port = port;
    this.server = server;
  }

  /**
   * Starts the server; skips the test where something is missing.
   *
   * @param folder for whatever is written
   * @param notebooks the folder that the server shows
   */
  static JupyterInBrowser start(Path folder, Path notebooks) throws Exception {
    assumeTrue(
        Files.isExecutable(DRIVER) && Files.isExecutable(BROWSER),
        "needs Chromium and its driver (Debian: chromium chromium-driver)");
    TestJupyter jupyter = new TestJupyter(folder);
    jupyter.require("notebook", "jupyter-notebook");
    jupyter.writeKernelspec("robusta");
    Files.createDirectories(SCREENSHOTS);
    int port = freePort();
    Process server =
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
            "--notebook-dir=" + notebooks);
    JupyterInBrowser started = new JupyterInBrowser(folder, port, server);
    try {
      await("the Notebook server answers", Duration.ofMinutes(1), () -> answers(port));
    } catch (AssertionError e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Opens a notebook in a new browser and waits for its kernel. */
  void open(String notebook) throws InterruptedException {
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
    browser.get("http://127.0.0.1:" + port + "/notebooks/" + notebook);
    await("the kernel is ready", Duration.ofMinutes(2), () -> kernelIs("idle"));
  }

  /** Closes the browser; server and kernel go on. */
  void leave() {
    browser.quit();
    browser = null;
  }

  /** Adds a cell below all others and runs it. */
  void run(String code) {
    script(
        "const cell = Jupyter.notebook.insert_cell_at_bottom('code');"
            + "cell.set_text(arguments[0]); cell.execute();",
        code);
  }

  /** What the last cell shows, piece by piece. */
  List<?> lastOutputs() {
    return (List<?>)
        script(
            "const last = Jupyter.notebook.get_cells().slice(-1)[0].output_area.element[0];"
                + "return [...last.querySelectorAll('.output_area')].map(e => e.innerText)");
  }

  /** Saves the notebook. */
  void save() {
    browser.executeAsyncScript(
        "Jupyter.notebook.save_notebook().then(arguments[arguments.length - 1])");
  }

  Object script(String script, Object... arguments) {
    return browser.executeScript(script, arguments);
  }

  List<WebElement> all(String selector) {
    return browser.findElements(By.cssSelector(selector));
  }

  /** The texts of what a selector finds. */
  List<?> texts(String selector) {
    return (List<?>)
        script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector);
  }

  boolean kernelIs(String status) {
    return !all(".kernel_" + status + "_icon").isEmpty();
  }

  /** Keeps what the browser shows around the last of what a selector finds, which may change. */
  void screenshot(String name, String selector) throws IOException {
    script(
        "[...document.querySelectorAll(arguments[0])].pop().scrollIntoView({block: 'center'})",
        selector);
    screenshot(name);
  }

  /** Keeps what the browser shows around an element. */
  void screenshot(String name, WebElement middle) throws IOException {
    script("arguments[0].scrollIntoView({block: 'center'})", middle);
    screenshot(name);
  }

  /** Keeps what the browser shows. */
  void screenshot(String name) throws IOException {
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  static void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what + ": not within " + patience);
      Thread.sleep(200);
    }
  }

  @Override
  public void close() {
    if (browser != null) {
      leave();
    }
    TestJupyter.end(server);
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
