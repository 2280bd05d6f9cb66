package robusta.dsl;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.Permissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.runtime.IOGroovyMethods;

/** Compiles texts of the language: scripts on their own, or cells that build on one another. */
final class Compiler {
  /** What cells and scripts need not import. */
  static final List<String> PACKAGES =
      List.of("robusta.dsl", "robusta.data", "robusta.display", "tech.tablesaw.api");

  /** What scripts may say without naming its class. */
  private static final Set<String> MATH =
      Stream.of(Math.class.getMethods())
          .filter(method -> method.getDeclaringClass() == Math.class)
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern WORD = Pattern.compile("\\w+");

  private final Loader loader;
  private final CellImports imports = new CellImports();

  private Compiler(boolean cells, Supplier<Set<String>> taken) {
    loader = new Loader(configuration(), cells ? imports : null, taken);
  }

  /** Scripts, each on its own. */
  static Compiler ofScripts() {
    return new Compiler(false, Set::of);
  }

  /**
   * Cells: classes and imports of one are known to those after it.
   *
   * @param taken the names that they gave to methods and variables
   */
  static Compiler ofCells(Supplier<Set<String>> taken) {
    return new Compiler(true, taken);
  }

  /**
   * Compiles one.
   *
   * @return its class: a script, or where the text only declares classes one of these
   */
  synchronized Class<?> compile(Source source) {
    Class<?> type = loader.parseClass(source.code());
    loader.keepImports();
    return type;
  }

  /** Compiles one of which nothing is to stay. */
  synchronized Class<?> compileAside(Source source) {
    return loader.parseClass(source.code());
  }

  /** Lets later texts find classes here. */
  void addToClassPath(URL place) {
    loader.addURL(place);
  }

  /** Where classes of later texts are found, besides Robusta's own. */
  List<URL> classPath() {
    return List.of(loader.getURLs());
  }

  CellImports imports() {
    return imports;
  }

  /** The loader of the classes. */
  GroovyClassLoader loader() {
    return loader;
  }

  private static CompilerConfiguration configuration() {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(RobustaScript.class.getName());
    configuration.setSourceEncoding("UTF-8");
    // The loss of an attack reads what its closure's parameters are called.
    configuration.setParameters(true);
    configuration.addCompilationCustomizers(StopRequests.customizer());
    return configuration;
  }

  /** Defines the classes of one text. */
  private static final class Permitted extends GroovyClassLoader.InnerLoader {
    Permitted(GroovyClassLoader parent) {
      super(parent);
    }

    /** All: no security manager asks, and Groovy would look at the disk to answer it. */
    @Override
    protected PermissionCollection getPermissions(CodeSource source) {
      Permissions all = new Permissions();
      all.add(new AllPermission());
      return all;
    }
  }

  /** A loader that Grape, too, knows as Groovy's. */
  private static final class Loader extends GroovyClassLoader {
    private static final int REMEMBERED = 10_000;
    private static final String TRANSFORMATIONS =
        "META-INF/services/org.codehaus.groovy.transform.ASTTransformation";

    private final CellImports imports;
    private final Supplier<Set<String>> taken;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private volatile List<URL> transformations;
    private Runnable keep = () -> {};

    /** For cells where imports are given. */
    Loader(CompilerConfiguration configuration, CellImports imports, Supplier<Set<String>> taken) {
      super(Compiler.class.getClassLoader(), configuration);
      this.imports = imports;
      this.taken = taken;
      // Every name that is no class would be looked for as a .groovy file in all jars.
      setResourceLoader(name -> null);
    }

    /**
     * Groovy asks in every cell for some ten classes that are not there (beans' infos, nested
     * classes of the script's, variables in every known package); looking through all jars for them
     * each time would take longer than the rest.
     */
    @Override
    public Class<?> loadClass(
        String name, boolean lookupScriptFiles, boolean preferClass, boolean resolve)
        throws ClassNotFoundException {
      if (name.startsWith(Source.CELL_PREFIX) || missing.contains(name)) {
        Class<?> ofCell = getClassCacheEntry(name);
        if (ofCell == null) {
          throw new ClassNotFoundException(name);
        }
        return ofCell;
      }
      try {
        return super.loadClass(name, lookupScriptFiles, preferClass, resolve);
      } catch (ClassNotFoundException e) {
        if (missing.size() >= REMEMBERED) {
          missing.clear();
        }
        missing.add(name);
        throw e;
      }
    }

    /** Which transformations all texts go through; every cell asks, and all jars know. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (!name.equals(TRANSFORMATIONS)) {
        return super.getResources(name);
      }
      List<URL> found = transformations;
      if (found == null) {
        found = new ArrayList<>();
        for (URL url : Collections.list(super.getResources(name))) {
          found.add(RememberedResource.of(url));
        }
        transformations = found;
      }
      return Collections.enumeration(found);
    }

    @Override
    protected ClassCollector createCollector(CompilationUnit unit, SourceUnit source) {
      return new ClassCollector(new Permitted(this), unit, source) {};
    }

    @Override
    public void addURL(URL place) {
      super.addURL(place);
      missing.clear();
      transformations = null;
    }

    void keepImports() {
      keep.run();
      keep = () -> {};
    }

    @Override
    protected CompilationUnit createCompilationUnit(
        CompilerConfiguration configuration, CodeSource codeSource) {
      CompilationUnit unit = super.createCompilationUnit(configuration, codeSource);
      unit.addPhaseOperation(this::prepare, Phases.CONVERSION);
      return unit;
    }

    private void prepare(SourceUnit source) {
      ModuleNode module = source.getAST();
      if (imports != null) {
        prepareCell(module);
      }
      PACKAGES.forEach(name -> module.addStarImport(name + "."));
      Set<String> known = taken.get();
      for (String name : mathIn(source)) {
        // One by one, so that a cell may have a log or a max of its own.
        if (!known.contains(name) && !module.getStaticImports().containsKey(name)) {
          module.addStaticImport(ClassHelper.make(Math.class), name, name);
        }
      }
    }

    /** What a text may mean by its words: every step of the compiler visits every import. */
    private static Set<String> mathIn(SourceUnit source) {
      String text;
      try (Reader reader = source.getSource().getReader()) {
        text = IOGroovyMethods.getText(reader);
      } catch (IOException e) {
        return MATH;
      }
      return WORD.matcher(text)
          .results()
          .map(MatchResult::group)
          .filter(MATH::contains)
          .collect(Collectors.toSet());
    }

    private void prepareCell(ModuleNode module) {
      Set<String> declared =
          module.getClasses().stream()
              .filter(type -> !type.isScript() && type.getOuterClass() == null)
              .map(ClassNode::getName)
              .collect(Collectors.toSet());
      var own = CellImports.of(module);
      keep = () -> imports.keep(own, declared);
      imports.addTo(module);
      CellVariables.rewrite(module);
    }
  }
}
