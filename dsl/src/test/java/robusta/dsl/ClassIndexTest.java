package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassIndexTest {
  @Test
  void placesMayHaveSpacesInTheirNames(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("two words");
    Files.createDirectories(place.resolve("spaced"));
    Files.createFile(place.resolve("spaced/Tiny.class"));
    List<URL> more = List.of(place.toUri().toURL());
    assertEquals(Set.of("Tiny"), ClassIndex.ofProcess().classes("spaced", more));
  }
}
