package robusta.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import robusta.run.RobustaException;

class PhotographsTest {
  @Test
  void allComeInTheSizeAskedFor() {
    Images all = Photographs.read(3, 32, 40, Photographs.names());
    all.requireValid();
    assertEquals(
        List.of(8, 3, 32, 40), List.of(all.count(), all.channels(), all.height(), all.width()));
    Images cat = Photographs.read(1, 256, 256, List.of("cat"));
    assertEquals(List.of(1, 1, 256), List.of(cat.count(), cat.channels(), cat.height()));
  }

  @Test
  void theOriginOfEachIsStated() throws IOException {
    try (InputStream in = Photographs.class.getResourceAsStream("photographs/ORIGIN")) {
      String origin = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String name : Photographs.names()) {
        assertTrue(origin.contains("\n" + name + " "), name);
      }
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    RobustaException thrown =
        assertThrows(RobustaException.class, () -> Photographs.read(3, 32, 32, List.of("dog")));
    assertTrue(thrown.getMessage().contains("there are cat, astronaut"), thrown.getMessage());
  }
}
