package robusta.dsl;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The classes that a cell knows by their simple names, and those it could import. */
final class Classes {
  private static final List<String> GROOVY =
      List.of(
          "java.lang",
          "java.util",
          "java.io",
          "java.net",
          "java.time",
          "groovy.lang",
          "groovy.util");
  private static final List<String> NUMBERS =
      List.of("java.math.BigInteger", "java.math.BigDecimal");

  private final Compiler compiler;

  Classes(Compiler cells) {
    compiler = cells;
  }

  /** The class of a simple or a full name; null where there is none. */
  Class<?> named(String name) {
    if (name.isEmpty() || (Character.isLowerCase(name.charAt(0)) && !name.contains("."))) {
      return null;
    }
    String imported = compiler.imports().typeOf(name);
    if (imported != null) {
      return load(imported);
    }
    if (name.contains(".")) {
      return Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1)) ? load(name) : null;
    }
    for (String packageName : packages()) {
      // The index knows what is there; asking the loaders for what is not takes long.
      if (index().classes(packageName, classPath()).contains(name)) {
        return load(packageName + "." + name);
      }
    }
    return NUMBERS.stream()
        .filter(full -> full.endsWith("." + name))
        .<Class<?>>map(this::load)
        .findFirst()
        .orElse(null);
  }

  /** The simple names that need no package before them. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(compiler.imports().names());
    names.removeIf(name -> !Character.isUpperCase(name.charAt(0)));
    packages().forEach(each -> names.addAll(index().classes(each, classPath())));
    return names;
  }

  /** The packages directly in this one, by simple name; the first words for an empty name. */
  Set<String> packagesIn(String packageName) {
    String prefix = packageName.isEmpty() ? "" : packageName + ".";
    Set<String> names = new TreeSet<>();
    for (String each : index().packages(classPath())) {
      if (each.startsWith(prefix) && each.length() > prefix.length()) {
        names.add(each.substring(prefix.length()).replaceFirst("\\..*", ""));
      }
    }
    return names;
  }

  /** The classes of a package, by simple name. */
  Set<String> classesIn(String packageName) {
    return index().classes(packageName, classPath());
  }

  private List<String> packages() {
    List<String> all = new ArrayList<>();
    compiler.imports().packages().forEach(name -> all.add(name.replaceFirst("\\.$", "")));
    all.addAll(Compiler.PACKAGES);
    all.addAll(GROOVY);
    return all;
  }

  private static ClassIndex index() {
    return ClassIndex.ofProcess();
  }

  private List<URL> classPath() {
    return compiler.classPath();
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, compiler.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
