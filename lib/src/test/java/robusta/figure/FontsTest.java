package robusta.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {

  /** Draws in a process of its own, where fontconfig finds no font at all. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aMachineWithoutFontsDrawsTheSamePixels(@TempDir Path empty) throws Exception {
    Path configuration =
        Files.writeString(
            empty.resolve("fonts.conf"),
            "<?xml version=\"1.0\"?><fontconfig><dir>%s</dir></fontconfig>".formatted(empty));
    ProcessBuilder process =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Duser.home=" + empty,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Draw.class.getName()));
    process.environment().put("FONTCONFIG_FILE", configuration.toString());
    Path output = empty.resolve("output");
    Process running = process.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      running.waitFor(60, TimeUnit.SECONDS);
    } finally {
      running.destroyForcibly();
    }
    assertEquals(Draw.hash(), Files.readString(output, StandardCharsets.UTF_8).strip());
  }

  /** What the process runs. */
  static final class Draw {
    private Draw() {}

    public static void main(String... arguments) {
      System.out.println(hash());
    }

    static String hash() {
      return Integer.toString(Arrays.hashCode(Png.bytes(FiguresTest.evaluation())));
    }
  }
}
