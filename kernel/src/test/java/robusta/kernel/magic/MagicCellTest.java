package robusta.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class MagicCellTest {

  @Test
  void magicsStandAboveTheCode() {
    assertTrue(MagicCell.begins("%time 1"));
    assertTrue(MagicCell.begins("\n // what it takes\n  %%bash\nls"));
    assertFalse(MagicCell.begins("x = 5\n%time x"));
    assertFalse(MagicCell.begins(""));
    assertFalse(MagicCell.begins("x = 7 % 2"));
  }

  @Test
  void codeBelowKeepsItsLines() {
    MagicCell cell = MagicCell.parse("%import a.B\n\n  %time  f( 1 ) \nx = 1\n%y\n");
    assertEquals(List.of("import", "time"), cell.calls().stream().map(MagicCall::name).toList());
    assertEquals(Optional.of("\n\n\nx = 1\n%y\n"), cell.code());
    MagicCall time = cell.calls().get(1);
    assertEquals("f( 1 )", time.argument());
    assertEquals("\n\n         f( 1 )", time.code());
    assertEquals(Magic.Form.LINE, time.form());
  }

  @Test
  void aMagicOfTheCellTakesTheRest() {
    MagicCell cell = MagicCell.parse("%time 1\n%%bash -x\necho 1\n%time no\n");
    assertEquals(2, cell.calls().size());
    MagicCall bash = cell.calls().get(1);
    assertEquals(Optional.of("echo 1\n%time no\n"), bash.body());
    assertEquals("\n\necho 1\n%time no\n", bash.code());
    assertEquals(List.of("-x"), bash.words());
    assertEquals(Optional.empty(), cell.code());
    assertEquals(Optional.of(""), MagicCell.parse("%%html").calls().get(0).body());
  }

  @Test
  void aPercentSignAloneIsExplained() {
    String message =
        assertThrows(RobustaException.class, () -> MagicCell.parse("\n% 3")).getMessage();
    assertTrue(message.startsWith("line 2: a magic is written %name"), message);
  }
}
