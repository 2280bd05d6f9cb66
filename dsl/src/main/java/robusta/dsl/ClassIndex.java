package robusta.dsl;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The packages and classes that a cell could name: Java's own and those of the class path. */
final class ClassIndex {
  private static final ClassIndex PROCESS = new ClassIndex();

  /** By place of the class path: its classes by package. */
  private final Map<String, Map<String, Set<String>>> places = new ConcurrentHashMap<>();

  private final Map<String, Set<String>> ofJava = new ConcurrentHashMap<>();
  private Map<String, String> modules;

  private ClassIndex() {}

  static ClassIndex ofProcess() {
    return PROCESS;
  }

  /**
   * The packages, full names in order.
   *
   * @param more places beside the process's class path
   */
  Set<String> packages(Collection<URL> more) {
    Set<String> all = new TreeSet<>(modules().keySet());
    places(more).forEach(place -> all.addAll(classesOf(place).keySet()));
    return all;
  }

  /** The simple names of a package's classes, in order. */
  Set<String> classes(String packageName, Collection<URL> more) {
    Set<String> all = new TreeSet<>(ofJava.computeIfAbsent(packageName, this::javaClasses));
    places(more).forEach(place -> all.addAll(classesOf(place).getOrDefault(packageName, Set.of())));
    return all;
  }

  private static List<String> places(Collection<URL> more) {
    return Stream.concat(
            Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator)),
            more.stream().filter(url -> url.getProtocol().equals("file")).map(ClassIndex::file))
        .toList();
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return url.getPath(); // Written as it is, with spaces.
    }
  }

  /** The packages that Java exports, with their modules. */
  private synchronized Map<String, String> modules() {
    if (modules == null) {
      modules = new TreeMap<>();
      for (Module module : ModuleLayer.boot().modules()) {
        for (String name : module.getPackages()) {
          if (module.isExported(name) && !name.startsWith("sun.") && !name.startsWith("jdk.")) {
            modules.put(name, module.getName());
          }
        }
      }
    }
    return modules;
  }

  private Set<String> javaClasses(String packageName) {
    String module = modules().get(packageName);
    if (module == null) {
      return Set.of();
    }
    Path folder =
        FileSystems.getFileSystem(URI.create("jrt:/"))
            .getPath("/modules", module, packageName.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> add(names, file.getFileName().toString()));
      return names;
    } catch (IOException e) {
      return Set.of();
    }
  }

  private Map<String, Set<String>> classesOf(String place) {
    return places.computeIfAbsent(place, ClassIndex::read);
  }

  private static Map<String, Set<String>> read(String place) {
    Map<String, Set<String>> classes = new TreeMap<>();
    Path path = Path.of(place);
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          files.forEach(file -> file(classes, path.relativize(file).toString().replace('\\', '/')));
        }
      } else if (Files.isRegularFile(path)) {
        try (ZipFile jar = new ZipFile(path.toFile())) {
          jar.stream().forEach(entry -> file(classes, entry.getName()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return Map.of();
    }
    return classes;
  }

  private static void file(Map<String, Set<String>> classes, String file) {
    int slash = file.lastIndexOf('/');
    if (slash > 0 && file.endsWith(".class") && !file.startsWith("META-INF")) {
      String name = file.substring(0, slash).replace('/', '.');
      add(classes.computeIfAbsent(name, key -> new TreeSet<>()), file.substring(slash + 1));
    }
  }

  private static void add(Set<String> names, String file) {
    String name = file.endsWith(".class") ? file.substring(0, file.length() - 6) : "";
    if (!name.isEmpty() && !name.contains("$") && !name.contains("-")) {
      names.add(name);
    }
  }
}
