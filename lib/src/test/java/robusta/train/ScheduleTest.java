package robusta.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class ScheduleTest {

  @Test
  void theShapesOfTheField() {
    assertEquals(1, Schedule.constant().factor(7, 0.9));
    assertEquals(0.75, Schedule.linear().factor(1, 0.25), 1e-12);
    assertEquals(0.5, Schedule.cyclic().factor(1, 0.25), 1e-12);
    assertEquals(1, Schedule.cyclic().factor(1, 0.5), 1e-12);
    assertEquals(0, Schedule.cyclic().factor(1, 1), 1e-12);
    assertEquals(0.5, Schedule.cyclic(0.2).factor(1, 0.1), 1e-12);
    assertEquals(0.5, Schedule.cyclic(0.2).factor(1, 0.6), 1e-12);
    assertEquals(1, Schedule.cosine().factor(0, 0), 1e-12);
    assertEquals(0.5, Schedule.cosine().factor(0, 0.5), 1e-12);
    assertEquals(0, Schedule.cosine().factor(0, 1), 1e-12);
  }

  @Test
  void dropsHappenAtTheirEpochs() {
    Schedule drop = Schedule.drop(0.1, 30, 60);
    assertEquals(1, drop.factor(29.99, 0.3), 1e-12);
    assertEquals(0.1, drop.factor(30, 0.3), 1e-12);
    assertEquals(0.01, drop.factor(109.9, 0.99), 1e-12);
    Schedule every = Schedule.dropEvery(0.1, 50);
    assertEquals(1, every.factor(49.999, 0), 1e-12);
    assertEquals(0.1, every.factor(50.001, 0), 1e-12);
    assertEquals(0.01, every.factor(149, 0), 1e-12);
  }

  @Test
  void warmUpGrowsStraightToTheScheduleItself() {
    Schedule schedule = Schedule.linear().warmUp(4);
    assertEquals(0.25 * 0.9, schedule.factor(1, 0.1), 1e-12);
    assertEquals(0.5, schedule.factor(4, 0.5), 1e-12);
    assertEquals(0.1, schedule.factor(20, 0.9), 1e-12);
    assertEquals("linear warm-up 4.0", schedule.name());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(RobustaException.class, () -> Schedule.cyclic(0));
    assertThrows(RobustaException.class, () -> Schedule.drop(10, 3));
    assertThrows(RobustaException.class, () -> Schedule.dropEvery(0.1, 0));
    assertThrows(RobustaException.class, () -> Schedule.constant().warmUp(-1));
  }
}
