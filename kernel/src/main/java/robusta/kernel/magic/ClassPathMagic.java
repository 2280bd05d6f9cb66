package robusta.kernel.magic;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import robusta.run.RobustaException;

/** {@code %classpath}: what code of later cells may use besides Robusta. */
final class ClassPathMagic implements Magic {
  private static final String ADD_JAR = "%classpath add jar FILE";
  private static final String ADD_MAVEN = "%classpath add mvn GROUP NAME VERSION";
  private static final String RESOLVER = "%classpath config resolver NAME URL";

  @Override
  public String name() {
    return "classpath";
  }

  @Override
  public List<String> usage() {
    return List.of(
        ADD_JAR + " (stars allowed)",
        ADD_MAVEN + " (or GROUP:NAME:VERSION)",
        "%%classpath add mvn over a cell with a library in each line",
        RESOLVER + " (another repository)",
        "%classpath");
  }

  @Override
  public String meaning() {
    return "adds jars, or lists those that were added";
  }

  @Override
  public Object run(MagicCall call, MagicContext context) {
    List<String> words = call.words();
    String does = String.join(" ", words.subList(0, Math.min(2, words.size())));
    String rest = words.size() < 3 ? "" : call.argument().split("\\s+", 3)[2];
    List<String> items =
        Stream.concat(Stream.of(rest), call.body().stream().flatMap(String::lines))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .toList();
    switch (does) {
      case "" -> context.classPath().forEach(place -> context.print(readable(place)));
      case "add jar" -> {
        require(!items.isEmpty(), ADD_JAR);
        for (String item : items) {
          add(JarFiles.matching(item).stream().map(Path::toUri).toList(), context);
        }
      }
      case "add mvn" -> {
        require(!items.isEmpty(), ADD_MAVEN);
        add(Libraries.jars(items.stream().map(Libraries.Coordinate::parse).toList()), context);
      }
      case "config resolver" -> {
        require(words.size() == 4, RESOLVER);
        Libraries.addRepository(words.get(2), words.get(3));
      }
      default ->
          throw new RobustaException(
              "%classpath is written " + String.join(", or ", ADD_JAR, ADD_MAVEN, RESOLVER));
    }
    return null;
  }

  private static void require(boolean given, String usage) {
    if (!given) {
      throw new RobustaException("something is missing; it is written " + usage);
    }
  }

  private static void add(List<URI> places, MagicContext context) {
    for (URI place : places) {
      try {
        context.addToClassPath(place.toURL());
      } catch (MalformedURLException e) {
        throw new RobustaException("no class can be loaded from " + place, e);
      }
    }
    List<String> names = places.stream().map(ClassPathMagic::fileName).toList();
    context.print("added " + String.join(", ", names));
  }

  private static String readable(URL place) {
    try {
      return place.getProtocol().equals("file")
          ? Path.of(place.toURI()).toString()
          : place.toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return place.getPath();
    }
  }

  /** Without its folder, since notebooks are read elsewhere. */
  private static String fileName(URI place) {
    return String.valueOf(Path.of(place).getFileName());
  }
}
