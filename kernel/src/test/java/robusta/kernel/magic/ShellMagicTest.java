package robusta.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import robusta.run.CancelledException;
import robusta.run.RobustaException;

@DisabledOnOs(OS.WINDOWS)
class ShellMagicTest {
  private final FakeSession session = new FakeSession();

  private void await(Duration limit, String text) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!session.out.toString().contains(text)) {
      assertTrue(System.nanoTime() < end, "'" + text + "' did not come: " + session.out);
      Thread.sleep(10);
    }
  }

  @Test
  void bothTextsComeAndNobodyIsAsked() {
    session.run("%%bash\nfor i in 1 2 3; do echo \"n\u00e4 $i\"; done\ncat; echo oh >&2");
    assertEquals("n\u00e4 1\nn\u00e4 2\nn\u00e4 3\n", session.out.toString());
    assertEquals("oh\n", session.err.toString());
  }

  @Test
  void aScriptMayBeLongerThanAnArgument() {
    session.run(
        "%%sh\n" + ": 'a line that does nothing'\n".repeat(10_000) + "read x; echo \"<$x>\"");
    assertEquals("<>\n", session.out.toString());
  }

  @Test
  void wordsBehindItAreRefused() {
    assertEquals(
        "%%bash takes nothing behind it, such as '-e'; write it in the lines below",
        assertThrows(RobustaException.class, () -> session.run("%%bash -e\nls")).getMessage());
  }

  @Test
  void aFailureSaysItsStatus() {
    assertEquals(
        "bash ended with the status 3",
        assertThrows(RobustaException.class, () -> session.run("%bash exit 3")).getMessage());
  }

  @Test
  void aProgramLeftBehindHoldsNothingUp() {
    session.run("%%bash\nsleep 30 &\necho done; kill_me=$!; disown; echo $kill_me >&2");
    assertEquals("done\n", session.out.toString());
    ProcessHandle.of(Long.parseLong(session.err.toString().strip()))
        .ifPresent(ProcessHandle::destroy);
  }

  @Test
  void outputIsLiveAndAStopEndsTheScriptAndItsPrograms() throws Exception {
    CompletableFuture<Object> running =
        CompletableFuture.supplyAsync(() -> session.run("%%bash\necho $$\nsleep 300; echo late"));
    await(Duration.ofSeconds(20), "\n");
    assertFalse(running.isDone());
    ProcessHandle shell =
        ProcessHandle.of(Long.parseLong(session.out.toString().strip())).orElseThrow();
    session.stopped = true;
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> running.get(20, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof CancelledException, failure.toString());
    assertFalse(shell.isAlive());
    assertEquals(0, shell.descendants().count());
    assertFalse(session.out.toString().contains("late"));
  }
}
