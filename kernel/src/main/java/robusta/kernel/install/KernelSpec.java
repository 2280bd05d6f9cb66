package robusta.kernel.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import robusta.engine.Recipes;
import robusta.run.AtomicFile;
import robusta.run.RobustaException;

/**
 * What Jupyter must know to start our kernel: the folder with {@code kernel.json} and the logos.
 *
 * @param name the folder's name, by which notebooks call the kernel
 * @param displayName what people choose from a list
 * @param launcher the absolute path of the program {@code robusta}
 * @param environment variables that the kernel is started with
 */
record KernelSpec(String name, String displayName, Path launcher, Map<String, String> environment) {
  static final String NAME = "robusta";
  static final String DISPLAY_NAME = "Robusta (Groovy)";

  /** Stands in our kernels' metadata, and in nobody else's. */
  private static final String MARK = "robusta";

  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
  private static final String FILE = "kernel.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  KernelSpec {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new RobustaException(
          "a kernel cannot be called '"
              + name
              + "'; take letters without accents, digits, '-', '_' and '.'");
    }
    environment = Map.copyOf(environment);
  }

  /** The launcher that started this Java. */
  static Path runningLauncher() {
    String home = System.getProperty("robusta.home");
    if (home == null) {
      throw new RobustaException(
          "nothing says where Robusta lives; install the kernel through the program robusta, as in"
              + " ./robusta kernel install");
    }
    return Path.of(home).resolve("robusta").toAbsolutePath().normalize();
  }

  /** The variables for a kernel whose Java gets these arguments. */
  static Map<String, String> environment(List<String> jvmArguments, Map<String, String> current) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String argument : jvmArguments) {
      if (argument.isBlank() || argument.matches("(?s).*\\s.*")) {
        throw new RobustaException(
            "an argument of Java cannot hold a space here: '" + argument + "'");
      }
    }
    if (!jvmArguments.isEmpty()) {
      variables.put("ROBUSTA_JAVA_OPTIONS", String.join(" ", jvmArguments));
    }
    // The Java that was chosen for the installation is also the kernel's, whoever starts it.
    String java = current.getOrDefault("JAVA_HOME", "");
    if (!java.isEmpty()) {
      variables.put("JAVA_HOME", java);
    }
    return variables;
  }

  /** The text of {@code kernel.json}. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("argv", List.of(launcher.toString(), "kernel", "start", "{connection_file}"));
    json.put("display_name", displayName);
    json.put("language", "groovy");
    json.put("interrupt_mode", "message");
    json.put("env", new TreeMap<>(environment));
    json.put("metadata", new TreeMap<>(Map.of("debugger", false, MARK, Recipes.robustaVersion())));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Writes it, over an older one of ours.
   *
   * @param kernels the folder that holds a folder for each kernel
   * @return the kernel's folder
   * @throws RobustaException if it can't be written, or another program's kernel has that name
   */
  Path write(Path kernels) {
    Path folder = kernels.resolve(name);
    if (Files.exists(folder.resolve(FILE)) && !isOurs(folder)) {
      throw new RobustaException(
          "there is another kernel called '%s' in %s; choose another name with --name"
              .formatted(name, kernels));
    }
    for (String logo : LOGOS) {
      AtomicFile.write(
          folder.resolve(logo),
          out -> {
            try (InputStream in = KernelSpec.class.getResourceAsStream(logo)) {
              in.transferTo(out);
            }
          });
    }
    byte[] json = json().getBytes(StandardCharsets.UTF_8);
    // Last, as Jupyter takes a folder with this file for a kernel.
    return AtomicFile.write(folder.resolve(FILE), out -> out.write(json)).getParent();
  }

  /** Whether a kernel's folder is one that we wrote. */
  static boolean isOurs(Path folder) {
    return !read(folder).path("metadata").path(MARK).isMissingNode();
  }

  /** Whether a kernel's folder is one of ours that starts this launcher. */
  static boolean starts(Path folder, Path launcher) {
    return isOurs(folder) && read(folder).path("argv").path(0).asText().equals(launcher.toString());
  }

  private static JsonNode read(Path folder) {
    try {
      return JSON.readTree(folder.resolve(FILE).toFile());
    } catch (IOException e) {
      return JSON.missingNode(); // None, or a broken one.
    }
  }

  /**
   * Takes a kernel of ours away.
   *
   * @param kernels the folder that holds a folder for each kernel
   * @return the folder that was
   * @throws RobustaException if there is none, it is another program's, or it can't be deleted
   */
  static Path remove(Path kernels, String name) {
    Path folder = kernels.resolve(name);
    if (!Files.exists(folder.resolve(FILE))) {
      throw new RobustaException("there is no kernel called '%s' in %s".formatted(name, kernels));
    }
    if (!isOurs(folder)) {
      throw new RobustaException(
          "the kernel '%s' in %s is another program's; it stays".formatted(name, kernels));
    }
    try {
      Files.delete(folder.resolve(FILE));
      for (String logo : LOGOS) {
        Files.deleteIfExists(folder.resolve(logo));
      }
      if (isEmpty(folder)) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new RobustaException(
          "cannot delete %s; are you allowed to write in that folder?".formatted(folder), e);
    }
    return folder;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
