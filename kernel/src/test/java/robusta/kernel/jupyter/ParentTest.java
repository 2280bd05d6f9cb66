package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentTest {
  private final CountDownLatch gone = new CountDownLatch(1);

  @Test
  void aKernelOutlivesNoParent() throws Exception {
    Process parent = new ProcessBuilder("sleep", "60").start();
    String pid = String.valueOf(parent.pid());
    Parent.whenGone(pid, gone::countDown);
    assertEquals(1, gone.getCount());
    parent.destroy();
    assertTrue(gone.await(20, TimeUnit.SECONDS));
    CountDownLatch again = new CountDownLatch(1);
    parent.waitFor();
    Parent.whenGone(pid, again::countDown);
    assertTrue(again.await(20, TimeUnit.SECONDS));
  }

  @Test
  void withoutAParentNothingHappens() {
    for (String nobody : new String[] {null, "", "0", "none"}) {
      Parent.whenGone(nobody, gone::countDown);
    }
    assertFalse(gone.getCount() == 0);
  }
}
