package robusta.kernel.magic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import robusta.run.RobustaException;

/** Jars and folders of classes that a user names, stars allowed. */
final class JarFiles {
  private static final Pattern STAR = Pattern.compile("[*?\\[{]");

  private JarFiles() {}

  /**
   * The files that a name means, sorted.
   *
   * @param name a path, of which {@code ~/} is the user's home, {@code *} any name and {@code **}
   *     any folders
   * @throws RobustaException if there is none
   */
  static List<Path> matching(String name) {
    String home = System.getProperty("user.home");
    String path = name.startsWith("~/") ? home + name.substring(1) : name;
    List<Path> files = literally(path);
    if (files.isEmpty() && STAR.matcher(path).find()) {
      files = search(path);
    }
    if (files.isEmpty()) {
      throw new RobustaException(
          "there is no jar or folder %s; relative names begin in the notebook's folder"
              .formatted(name));
    }
    return files;
  }

  private static List<Path> literally(String path) {
    try {
      Path file = Path.of(path).toAbsolutePath().normalize();
      return Files.exists(file) ? List.of(file) : List.of();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private static List<Path> search(String pattern) {
    String base = pattern.split(STAR.pattern(), 2)[0];
    Path folder = Path.of(base.substring(0, base.lastIndexOf('/') + 1)).toAbsolutePath();
    String rest = pattern.substring(base.lastIndexOf('/') + 1);
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    } catch (PatternSyntaxException e) {
      throw new RobustaException(
          "there is no file %s, and it is no pattern of names either (%s)"
              .formatted(pattern, e.getDescription()),
          e);
    }
    int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> matcher.matches(folder.relativize(file)))
          .map(Path::normalize)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new RobustaException(
          "the folder %s, or one in it, cannot be read".formatted(folder), e);
    }
  }
}
