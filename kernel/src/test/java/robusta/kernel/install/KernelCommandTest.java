package robusta.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import robusta.kernel.Main;

class KernelCommandTest {
  private static final String HOME = "robusta.home";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path kernels;

  @BeforeEach
  void home() {
    System.setProperty(HOME, folder.resolve("home of it").toString());
    kernels = folder.resolve("share/jupyter/kernels");
  }

  @AfterEach
  void nowhere() {
    System.clearProperty(HOME);
  }

  private int kernel(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.of(
                Stream.of("kernel", arguments[0], "--prefix", folder.toString()),
                Stream.of(arguments).skip(1))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private JsonNode spec(String name) throws IOException {
    return new ObjectMapper().readTree(kernels.resolve(name).resolve("kernel.json").toFile());
  }

  @Test
  void theSpecStartsTheLauncher() throws IOException {
    assertEquals(0, kernel("install"), err.toString());
    JsonNode spec = spec("robusta");
    assertEquals(
        List.of(
            folder.resolve("home of it").resolve("robusta").toString(),
            "kernel",
            "start",
            "{connection_file}"),
        new ObjectMapper().convertValue(spec.get("argv"), List.class));
    assertEquals("Robusta (Groovy)", spec.get("display_name").asText());
    assertEquals("groovy", spec.get("language").asText());
    assertEquals("message", spec.get("interrupt_mode").asText());
    assertFalse(spec.get("env").has("ROBUSTA_JAVA_OPTIONS"));
    assertTrue(out.toString().contains(kernels.resolve("robusta").toString()), out.toString());
  }

  @Test
  void theLogosArePictures() throws IOException {
    assertEquals(0, kernel("install"));
    for (int size : new int[] {32, 64}) {
      Path logo = kernels.resolve("robusta").resolve("logo-%1$dx%1$d.png".formatted(size));
      assertEquals(size, ImageIO.read(logo.toFile()).getWidth());
    }
    assertTrue(
        Files.readString(kernels.resolve("robusta/logo-svg.svg")).startsWith("<svg"),
        "Jupyter shows an SVG file as it is");
  }

  @Test
  void argumentsForJavaAreKept() throws IOException {
    assertEquals(
        0,
        kernel("install", "--name", "big", "--jvm-arg", "-Xmx8g", "--jvm-arg=-Da=b"),
        err.toString());
    assertEquals("-Xmx8g -Da=b", spec("big").get("env").get("ROBUSTA_JAVA_OPTIONS").asText());
    assertEquals(1, kernel("install", "--jvm-arg", "-Da=b c"));
    assertTrue(err.toString().contains("'-Da=b c'"), err.toString());
  }

  @Test
  void installingAgainReplacesAndUninstallingLeavesNothing() throws IOException {
    assertEquals(0, kernel("install", "--jvm-arg=-Xmx8g"));
    assertEquals(0, kernel("install"));
    assertFalse(spec("robusta").get("env").has("ROBUSTA_JAVA_OPTIONS"));
    assertEquals(0, kernel("uninstall"), err.toString());
    assertFalse(Files.exists(kernels.resolve("robusta")));
    assertEquals(1, kernel("uninstall"));
    assertTrue(err.toString().startsWith("there is no kernel called 'robusta'"), err.toString());
  }

  @Test
  void anotherProgramsKernelIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(kernels.resolve("python3")).resolve("kernel.json");
    Files.writeString(other, "{\"argv\": [\"python3\"]}");
    assertEquals(1, kernel("install", "--name", "python3"));
    assertTrue(err.toString().contains("choose another name with --name"), err.toString());
    assertEquals(1, kernel("uninstall", "--name", "python3"));
    assertEquals("{\"argv\": [\"python3\"]}", Files.readString(other));
  }

  @Test
  void mistakesAreOneSentence() throws IOException {
    assertEquals(1, kernel("install", "--name", "my kernel"));
    assertTrue(err.toString().startsWith("a kernel cannot be called 'my kernel'"), err.toString());
    assertEquals(1, err.toString().lines().count());
    err.getBuffer().setLength(0);
    Files.writeString(folder.resolve("share"), "a file in the way");
    assertEquals(1, kernel("install"));
    assertTrue(err.toString().startsWith("cannot write "), err.toString());
    assertEquals(1, err.toString().lines().count());
    err.getBuffer().setLength(0);
    assertEquals(2, kernel("install", "--user"));
    assertTrue(err.toString().contains("mutually exclusive"), err.toString());
  }

  @Test
  void labFindsAFrontEndAndInstallsOnce() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    String path = folder + ":" + programs;
    assertTrue(LabCommand.frontEnd(path).isEmpty());
    Path notebook = program(programs.resolve("jupyter-notebook"));
    assertEquals(notebook, LabCommand.frontEnd(path).orElseThrow());
    Path lab = program(programs.resolve("jupyter-lab"));
    assertEquals(lab, LabCommand.frontEnd(path).orElseThrow());
    Path links = Files.createDirectories(folder.resolve("links"));
    program(programs.resolve("jupyter"));
    Files.createSymbolicLink(links.resolve("jupyter"), programs.resolve("jupyter"));
    assertEquals(lab.toRealPath(), LabCommand.frontEnd(links.toString()).orElseThrow());

    Path launcher = KernelSpec.runningLauncher();
    LabCommand.install(kernels, launcher, Map.of());
    assertNotNull(spec("robusta"));
    assertEquals(0, kernel("install", "--jvm-arg=-Xmx8g"));
    LabCommand.install(kernels, launcher, Map.of());
    assertTrue(spec("robusta").get("env").has("ROBUSTA_JAVA_OPTIONS"), "what was chosen stays");
    LabCommand.install(kernels, Path.of("/moved/robusta"), Map.of());
    assertEquals("/moved/robusta", spec("robusta").get("argv").get(0).asText());
  }

  private static Path program(Path file) throws IOException {
    Files.writeString(file, "#!/bin/sh\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }
}
