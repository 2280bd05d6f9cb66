package robusta.dsl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.ModuleNode;

/**
 * The imports that cells leave to those after them, each kept once: what is imported again, or is
 * declared under the same name, replaces the one before.
 */
final class CellImports {

  /**
   * One import.
   *
   * @param type the class; empty for a package's
   * @param member the static member, {@code "*"} for all, empty where the class is meant
   * @param alias the name in the cells; empty for a star
   * @param packageName of a package's star, with its dot; else empty
   */
  private record Kept(String type, String member, String alias, String packageName) {
    /** A class of a cell: without an import, java.time's or our own of that name would win. */
    static Kept declared(String name) {
      return new Kept(name, "", name, "");
    }

    boolean isDeclared() {
      return !alias.isEmpty() && type.equals(alias);
    }

    boolean star() {
      return alias.isEmpty();
    }

    String words() {
      if (!packageName.isEmpty()) {
        return "import " + packageName + "*";
      }
      String name = member.isEmpty() ? type : "static " + type + "." + member;
      String simple = member.isEmpty() ? type.substring(type.lastIndexOf('.') + 1) : member;
      return "import " + name + (star() || alias.equals(simple) ? "" : " as " + alias);
    }
  }

  private final Set<Kept> kept = new LinkedHashSet<>();

  /** Adds what earlier cells imported to a cell that was parsed, its own imports first. */
  synchronized void addTo(ModuleNode module) {
    Set<Kept> own = of(module);
    Set<String> names = names(own);
    module.getClasses().forEach(type -> names.add(type.getName()));
    for (Kept one : kept) {
      if (own.contains(one) || (!one.star() && names.contains(one.alias()))) {
        continue;
      }
      ClassNode type = one.type().isEmpty() ? null : ClassHelper.makeWithoutCaching(one.type());
      if (type == null) {
        module.addStarImport(one.packageName());
      } else if (one.member().isEmpty()) {
        module.addImport(one.alias(), type);
      } else if (one.star()) {
        module.addStaticStarImport(one.type(), type);
      } else {
        module.addStaticImport(type, one.member(), one.alias());
      }
    }
  }

  /** Keeps the imports of a cell that compiled. */
  synchronized void keep(Set<Kept> own, Collection<String> declared) {
    Set<String> names = names(own);
    names.addAll(declared);
    kept.removeIf(one -> !one.star() && names.contains(one.alias()) && !own.contains(one));
    kept.addAll(own);
    declared.stream().filter(name -> !name.contains(".")).map(Kept::declared).forEach(kept::add);
  }

  private static Set<String> names(Set<Kept> imports) {
    return imports.stream()
        .map(Kept::alias)
        .filter(alias -> !alias.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The imports as a cell would write them. */
  synchronized List<String> words() {
    return kept.stream().filter(one -> !one.isDeclared()).map(Kept::words).toList();
  }

  /** The packages whose classes need no package before them. */
  synchronized List<String> packages() {
    return kept.stream().map(Kept::packageName).filter(name -> !name.isEmpty()).toList();
  }

  /** The class that a name was imported for; null where it was not. */
  synchronized String typeOf(String name) {
    return kept.stream()
        .filter(one -> one.alias().equals(name) && one.member().isEmpty())
        .map(Kept::type)
        .findFirst()
        .orElse(null);
  }

  /** The names that classes and static members were imported under. */
  synchronized List<String> names() {
    return List.copyOf(names(kept));
  }

  /** The imports that a cell writes itself. */
  static Set<Kept> of(ModuleNode module) {
    List<ImportNode> nodes = new ArrayList<>(module.getImports());
    nodes.addAll(module.getStarImports());
    nodes.addAll(module.getStaticImports().values());
    nodes.addAll(module.getStaticStarImports().values());
    return nodes.stream()
        .flatMap(CellImports::of)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<Kept> of(ImportNode node) {
    String type = node.getType() == null ? "" : node.getClassName();
    String alias = node.isStar() || node.getAlias() == null ? "" : node.getAlias();
    if (type.isEmpty() && node.getPackageName() == null) {
      return Stream.empty();
    }
    if (!node.isStatic()) {
      return Stream.of(new Kept(type, "", alias, type.isEmpty() ? node.getPackageName() : ""));
    }
    return Stream.of(new Kept(type, node.isStar() ? "*" : node.getFieldName(), alias, ""));
  }
}
