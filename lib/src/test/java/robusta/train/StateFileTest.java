package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import robusta.run.RobustaException;

class StateFileTest {
  @TempDir Path folder;

  private static TrainingState state(int size) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] arrays = new float[3][size];
    for (float[] array : arrays) {
      for (int i = 0; i < size; i++) {
        array[i] = Float.intBitsToFloat(random.nextInt());
      }
    }
    return new TrainingState(
        Map.of("seed", "7"),
        2,
        true,
        99,
        List.of(
            new EpochRecord(1, 2, 3, 4, 5, 6, 7, Double.NaN, 9),
            new EpochRecord(2, 3, 4, 5, 6, 7, 8, 9, 10)),
        arrays[0],
        new float[][] {arrays[1], arrays[2]});
  }

  @Test
  void everyBitComesBack() throws IOException {
    Path file = folder.resolve("state");
    TrainingState written = state(40000);
    StateFile.write(file, written);
    TrainingState read = StateFile.read(file);
    assertEquals(written.settings(), read.settings());
    assertEquals(written.history(), read.history());
    assertEquals(99, read.steps());
    assertEquals(2, read.epochs());
    assertTrue(read.finished());
    assertArrayEquals(bits(written.weights()), bits(read.weights()));
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(bits(written.memory()[i]), bits(read.memory()[i]));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void aCutOrChangedFileIsRecognised() throws IOException {
    Path file = folder.resolve("state");
    StateFile.write(file, state(30));
    byte[] whole = Files.readAllBytes(file);
    Path broken = folder.resolve("broken");
    for (int length = 0; length < whole.length; length++) {
      Files.write(broken, Arrays.copyOf(whole, length));
      assertThrows(RobustaException.class, () -> StateFile.read(broken));
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(broken, changed);
      RobustaException e = assertThrows(RobustaException.class, () -> StateFile.read(broken));
      assertTrue(e.getMessage().contains("remove it to train anew"), e.getMessage());
    }
  }
}
