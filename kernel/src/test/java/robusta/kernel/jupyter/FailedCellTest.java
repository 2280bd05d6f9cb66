package robusta.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedCellTest {
  private final Instant when = Instant.parse("2026-01-01T12:00:00.123456Z");
  private final FailedCell failed = new FailedCell(when);

  @Test
  void whatWasQueuedIsStopped() {
    // Whatever the client's clock says.
    assertTrue(failed.stops(when.minusMillis(1), when.plusSeconds(5)));
  }

  @Test
  void whatWasOnItsWayIsStopped() {
    assertTrue(failed.stops(when.plusMillis(20), when.minusMillis(2)));
  }

  @Test
  void whatWasWrittenAfterTheFailureIsNot() {
    // By a clock that counts milliseconds, in the same one.
    assertFalse(failed.stops(when.plusMillis(1), Instant.parse("2026-01-01T12:00:00.123Z")));
    assertFalse(failed.stops(when.plusMillis(20), when.plusMillis(10)));
  }

  @Test
  void aClockThatIsSlowDoesNotStopALaterCell() {
    assertFalse(failed.stops(when.plusSeconds(1), when.minusSeconds(3)));
  }

  @Test
  void withoutAFailureNothingIsStopped() {
    assertFalse(FailedCell.NONE.stops(when, when));
  }
}
