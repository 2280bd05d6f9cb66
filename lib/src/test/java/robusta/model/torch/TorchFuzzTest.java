package robusta.model.torch;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import robusta.model.Checkpoints;
import robusta.run.RobustaException;

/**
 * Whatever bytes a file holds, reading it ends in a model or in a sentence. The suite runs the
 * seeds only; CONTRIBUTING says how to fuzz.
 */
class TorchFuzzTest {
  private static Path folder;

  @BeforeAll
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
  }

  @AfterAll
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("file"));
    Files.delete(folder);
  }

  @FuzzTest(maxDuration = "10m")
  void aFileGivesAModelOrASentence(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    try {
      Checkpoints.load(file);
    } catch (RobustaException e) {
      // the sentence
    }
  }

  @FuzzTest(maxDuration = "10m")
  void aPickleGivesAValueOrASentence(byte[] bytes) {
    try {
      Pickle.read(new ByteSource(new ByteArrayInputStream(bytes)), Storages::named);
    } catch (IOException | UnreadableException e) {
      // the sentence
    }
  }
}
