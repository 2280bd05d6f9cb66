package robusta.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Where datasets that are not part of Robusta lie.
 *
 * <p>The data directory is the system property {@code robusta.data}, else the environment variable
 * {@code ROBUSTA_DATA}, else {@code ~/.robusta/data}; downloads go there. A folder named {@code
 * shared/data} beside the project (beside the working directory or any folder above it) is searched
 * too, and never written to.
 */
public final class DataDirectory {
  private DataDirectory() {}

  /** The data directory; it need not exist yet. */
  public static Path path() {
    return path(System.getProperty("robusta.data"), System.getenv("ROBUSTA_DATA"));
  }

  /** The folders that are searched for a dataset, in this order: the data directory comes first. */
  public static List<Path> searched() {
    return searched(path(), Path.of(""));
  }

  static Path path(String property, String environment) {
    for (String given : new String[] {property, environment}) {
      if (given != null && !given.isBlank()) {
        return Path.of(given).toAbsolutePath().normalize();
      }
    }
    return Path.of(System.getProperty("user.home"), ".robusta", "data");
  }

  static List<Path> searched(Path dataDirectory, Path workingDirectory) {
    Set<Path> found = new LinkedHashSet<>();
    found.add(dataDirectory);
    for (Path at = workingDirectory.toAbsolutePath().normalize();
        Objects.nonNull(at);
        at = at.getParent()) {
      Path shared = at.resolveSibling("shared").resolve("data");
      if (Files.isDirectory(shared)) {
        found.add(shared);
      }
    }
    return new ArrayList<>(found);
  }
}
