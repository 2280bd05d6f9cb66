package robusta.kernel.magic;

import groovy.grape.Grape;
import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import robusta.run.RobustaException;

/** Fetches published libraries, as {@code @Grab} does: from Maven Central, kept in ~/.groovy. */
final class Libraries {
  private Libraries() {}

  /**
   * A published library.
   *
   * @param version such as {@code "3.17.0"}
   */
  record Coordinate(String group, String name, String version) {

    /** Reads {@code group:name:version}, or the three with spaces between them. */
    static Coordinate parse(String text) {
      String[] parts = text.strip().split("\\s*:\\s*|\\s+");
      if (parts.length != 3 || List.of(parts).contains("")) {
        throw new RobustaException(
            "a library is named group:name:version, as in org.apache.commons:commons-csv:1.14.0,"
                + " not '%s'".formatted(text.strip()));
      }
      return new Coordinate(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
      return group + ":" + name + ":" + version;
    }
  }

  /**
   * The jars of libraries and of all that they need.
   *
   * @throws RobustaException if one can't be found
   */
  static List<URI> jars(List<Coordinate> libraries) {
    Map<?, ?>[] asked =
        libraries.stream()
            .map(
                library ->
                    Map.of(
                        "group", library.group(),
                        "module", library.name(),
                        "version", library.version()))
            .toArray(Map<?, ?>[]::new);
    try (GroovyClassLoader loader = new GroovyClassLoader(Libraries.class.getClassLoader())) {
      Map<String, Object> arguments = new HashMap<>(Map.of("classLoader", loader));
      return List.of(Grape.resolve(arguments, asked));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new RobustaException(
          "%s cannot be fetched: %s; check the name, the version and the connection"
              .formatted(
                  libraries.stream().map(Coordinate::toString).collect(Collectors.joining(", ")),
                  reason(e)),
          e);
    }
  }

  /** Without what Groovy puts around it. */
  private static String reason(RuntimeException e) {
    return Objects.toString(e.getMessage(), e.toString())
        .replaceFirst("^Error grabbing Grapes -- ", "")
        .replaceAll("^\\[|]$", "");
  }

  /** Adds a place to look for libraries, which is asked before the others. */
  static void addRepository(String name, String address) {
    Map<String, Object> repository = Map.of("name", name, "root", address);
    Grape.addResolver(repository);
  }
}
