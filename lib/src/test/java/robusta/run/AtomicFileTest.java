package robusta.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
    Path path = folder.resolve("a");
    AtomicFile.write(path, out -> out.write(1));
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () ->
                AtomicFile.write(
                    path,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }));
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                path,
                out -> {
                  throw new IllegalStateException();
                }));
    assertEquals(1, Files.size(path));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void aFullDiskIsOneSentence() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no /dev/full here");
    // Not a disk, but the same error from the system, through the same stream.
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () ->
                AtomicFile.write(
                    folder.resolve("b"),
                    out -> {
                      try (var device = Files.newOutputStream(full)) {
                        device.write(1);
                      }
                    }));
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
  }

  @Test
  void foldersAreMadeAndAFileInTheWayIsNamed() throws Exception {
    Path deep = folder.resolve("x/y/z.bin");
    assertEquals(deep, AtomicFile.write(deep, out -> out.write(new byte[3])));
    assertEquals(3, Files.size(deep));
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () -> AtomicFile.write(deep.resolve("below-a-file"), out -> out.write(1)));
    assertTrue(e.getMessage().contains("z.bin"), e.getMessage());
  }
}
