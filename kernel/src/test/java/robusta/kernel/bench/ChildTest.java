package robusta.kernel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import robusta.run.RobustaException;

@EnabledOnOs(OS.LINUX)
class ChildTest {

  @Test
  void linesAreHandedOnAndThePeakOfMemoryIsThatOfTheProcess() {
    List<String> lines = new ArrayList<>();
    // The shell holds a text of 64 MiB for a while, and less before and after.
    String program =
        "x=$(head -c 67108864 /dev/zero | tr '\\0' a); echo ${#x}; sleep 0.2; unset x; echo $NAME";
    OptionalLong peak =
        Child.run(List.of("bash", "-c", program), Map.of("NAME", "given"), lines::add);
    assertEquals(List.of("67108864", "given"), lines);
    assertTrue(peak.getAsLong() > 64L << 20, "peak " + peak);
    assertTrue(peak.getAsLong() < 1L << 30, "peak " + peak);
  }

  @Test
  void aProcessThatFailsOrDoesNotExistIsAnError() {
    assertThrows(
        RobustaException.class,
        () -> Child.run(List.of("bash", "-c", "exit 3"), Map.of(), line -> {}));
    RobustaException missing =
        assertThrows(
            RobustaException.class,
            () -> Child.run(List.of("/no/such/program"), Map.of(), line -> {}));
    assertTrue(missing.getMessage().contains("/no/such/program"), missing.getMessage());
  }
}
