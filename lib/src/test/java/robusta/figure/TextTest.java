package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private final Text text = new Text(Fonts.Weight.REGULAR, 12, Text.INK);

  @Test
  void aWordThatIsTooWideBreaksAfterAHyphen() {
    double width = text.width("cifar10-vgg16-stand");
    assertEquals(
        List.of("cifar10-vgg16-", "standard"), text.lines("cifar10-vgg16-standard", width));
  }

  @Test
  void aWordWithoutAHyphenBreaksWhereTheLineEnds() {
    assertEquals(List.of("repre", "senta", "tion"), text.lines("representation", 38));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 45, 80, 200, 1000})
  void noLineIsWiderThanItsRoomAndNothingIsLost(int width) {
    String words = "the network cifar10-vgg16-standard within 0.5 and -1e-10 of -- it";
    List<String> lines = text.lines(words, width);
    lines.forEach(line -> assertTrue(text.width(line) <= width, line));
    assertEquals(words.replace(" ", ""), String.join("", lines).replace(" ", ""));
  }
}
