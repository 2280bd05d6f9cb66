package robusta.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.Progress;
import robusta.run.RobustaException;
import robusta.run.RunContext;

@Timeout(60)
class DownloadTest {
  private static final byte[] FILE = new byte[3_000_000];

  static {
    new Random(1).nextBytes(FILE);
  }

  @TempDir Path folder;
  private FileServer server;
  private Path target;
  private Path part;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(FILE);
    target = folder.resolve("new folder").resolve("file.bin");
    part = target.resolveSibling("file.bin.part");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Download of(URI uri) {
    return new Download(uri, FILE.length, Checksum.sha256(Checksum.sha256("").of(FILE)));
  }

  private void download() {
    of(server.uri()).to(target, RunContext.quiet(0));
  }

  private String failure() {
    return assertThrows(RobustaException.class, this::download).getMessage();
  }

  private void assertComplete() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(target));
    assertFalse(Files.exists(part));
  }

  @Test
  void fetchesAFileAndTellsHowFarItIs() throws IOException {
    List<String> reports = new CopyOnWriteArrayList<>();
    Progress progress =
        (task, done, total, note) -> reports.add(task + " " + done + "/" + total + " " + note);
    of(server.uri()).to(target, new RunContext(0, progress, new Cancellation()));
    assertComplete();
    String last = reports.get(reports.size() - 1);
    assertTrue(last.matches("download file.bin 3000000/3000000 [0-9.]+ MB/s"), last);
  }

  @Test
  void brokenConnectionsAreResumedByItself() throws IOException {
    server.cuts = 2;
    server.cutAfter = 1_000_000;
    download();
    assertComplete();
    assertEquals(3, server.ranges.size());
    assertEquals("", server.ranges.get(0));
    assertTrue(server.ranges.get(1).matches("bytes=[1-9][0-9]*-"), server.ranges.get(1));
  }

  @Test
  void interruptedDownloadsGoOnWhereTheyStopped() throws IOException {
    server.cuts = 3;
    server.cutAfter = 500_000;
    String message = failure();
    assertTrue(message.contains("are kept"), message);
    assertTrue(message.contains("put the file at " + target + " by hand"), message);
    assertFalse(Files.exists(target));
    long kept = Files.size(part);
    assertTrue(kept > 0 && kept <= 1_500_000, "kept " + kept);
    server.ranges.clear();
    download();
    assertComplete();
    assertEquals(List.of("bytes=" + kept + "-"), server.ranges);
  }

  @Test
  void serversWithoutRangesStartAnew() throws IOException {
    server.resumes = false;
    server.cuts = 1;
    server.cutAfter = 700_000;
    download();
    assertComplete();
    assertEquals(2, server.ranges.size());
  }

  @Test
  void whatWasCompleteIsOnlyChecked() throws IOException {
    Files.createDirectories(part.getParent());
    Files.write(part, FILE);
    download();
    assertComplete();
    assertEquals(List.of(), server.ranges);
  }

  @Test
  void leftoversThatAreTooLongAreDropped() throws IOException {
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[FILE.length + 1]);
    download();
    assertComplete();
    assertEquals(List.of(""), server.ranges);
  }

  @Test
  void wrongChecksumsDeleteWhatArrived() throws IOException {
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    String message = failure();
    assertTrue(message.contains("they were deleted"), message);
    assertTrue(message.contains(of(server.uri()).checksum().hex()), message);
    assertTrue(message.contains(target.toString()), message);
    assertFalse(Files.exists(part));
    assertFalse(Files.exists(target));
    download();
    assertComplete();
  }

  @Test
  void longerFilesThanExpectedAreRefused() throws IOException {
    byte[] shorter = Arrays.copyOf(FILE, 1000);
    Download wrong =
        new Download(server.uri(), 1000, Checksum.sha256(Checksum.sha256("").of(shorter)));
    assertThrows(RobustaException.class, () -> wrong.to(target, RunContext.quiet(0)));
    assertFalse(Files.exists(target));
  }

  @Test
  void refusalsAreToldOnceAndNotRepeated() {
    server.status = 404;
    String message = failure();
    assertTrue(message.contains("the server answered with status 404"), message);
    assertTrue(message.contains("put the file at " + target + " by hand"), message);
    assertEquals(1, server.ranges.size());
    server.status = 503;
    message = failure();
    assertTrue(message.contains("status 503"), message);
    assertEquals(4, server.ranges.size());
    assertFalse(Files.exists(target));
  }

  @Test
  void noNetworkIsOneSentence() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Download refused = of(URI.create("http://127.0.0.1:" + closed + "/file.bin"));
    String message =
        assertThrows(RobustaException.class, () -> refused.to(target, RunContext.quiet(0)))
            .getMessage();
    assertTrue(message.contains("the connection was refused (is there a network?)"), message);
    assertTrue(message.contains("put the file at " + target + " by hand"), message);
    Download unknown = of(URI.create("http://nowhere.invalid/file.bin"));
    message =
        assertThrows(RobustaException.class, () -> unknown.to(target, RunContext.quiet(0)))
            .getMessage();
    assertTrue(message.contains("its host is not known"), message);
  }

  @Test
  void foldersThatCannotBeMadeAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String message =
        assertThrows(
                RobustaException.class,
                () -> of(server.uri()).to(file.resolve("x"), RunContext.quiet(0)))
            .getMessage();
    assertTrue(message.contains("cannot be written"), message);
  }

  @Test
  void cancellingStopsAHangingDownloadAndKeepsWhatArrived() throws Exception {
    server.hangs = true;
    server.cutAfter = 100_000;
    RunContext context = RunContext.quiet(0);
    Thread canceller =
        new Thread(
            () -> {
              try {
                while (!Files.exists(part) || Files.size(part) < 50_000) {
                  Thread.sleep(20);
                }
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
              context.cancellation().request();
            });
    canceller.start();
    assertThrows(CancelledException.class, () -> of(server.uri()).to(target, context));
    canceller.join();
    assertFalse(Files.exists(target));
    assertTrue(Files.size(part) >= 50_000);
    server.hangs = false;
    download();
    assertComplete();
  }
}
