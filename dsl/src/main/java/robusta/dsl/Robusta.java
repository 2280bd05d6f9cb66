package robusta.dsl;

import groovy.lang.Binding;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClassRegistry;
import groovy.lang.MetaMethod;
import groovy.lang.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.codehaus.groovy.reflection.CachedClass;
import org.codehaus.groovy.reflection.ClassInfo;
import org.codehaus.groovy.runtime.MethodClosure;
import org.codehaus.groovy.runtime.metaclass.MetaClassRegistryImpl;
import org.nd4j.common.config.ND4JClassLoading;
import robusta.display.JvmRepr;
import robusta.run.RobustaException;

/**
 * The language in somebody else's Groovy, such as another Jupyter kernel: the one line
 *
 * <pre>{@code
 * robusta.dsl.Robusta.into(this)
 * }</pre>
 *
 * <p>makes its verbs callable in this script or cell and in those that share its variables, and
 * tells the kernel how the language's values look, where it has {@code jupyter.Displayers}.
 */
public final class Robusta {
  private static final String MODULE =
      "META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule";

  private static final String NAME = "robusta";

  private Robusta() {}

  /**
   * Adds the language to a script.
   *
   * @return the session whose verbs it now speaks
   */
  public static Session into(Script script) {
    return into(script.getBinding(), script.getClass().getClassLoader());
  }

  /** Adds the language to all scripts with these variables. */
  public static Session into(Binding variables) {
    return into(variables, Thread.currentThread().getContextClassLoader());
  }

  private static Session into(Binding variables, ClassLoader kernel) {
    // ND4J looks for its backend with the thread's loader, which is the kernel's and sees no jar
    // that
    // was added later.
    ND4JClassLoading.setNd4jClassloader(Robusta.class.getClassLoader());
    extend();
    Session session = new Session(new Workbench());
    for (String verb : Vocabulary.standing()) {
      variables.setVariable(verb, new MethodClosure(session, verb));
    }
    for (String constant : Vocabulary.constants()) {
      variables.setVariable(constant, constant);
    }
    JvmRepr.publish(kernel, Appearance.types());
    return session;
  }

  /**
   * Groovy looks for extension modules when it starts; a jar that is added later has to bring its
   * own to the classes it extends.
   */
  private static synchronized void extend() {
    MetaClassRegistry registry = GroovySystem.getMetaClassRegistry();
    if (!(registry instanceof MetaClassRegistryImpl known)
        || known.getModuleRegistry().hasModule(NAME)) {
      return;
    }
    ClassLoader own = Robusta.class.getClassLoader();
    Map<CachedClass, List<MetaMethod>> methods = new HashMap<>();
    known.registerExtensionModuleFromProperties(properties(own), own, methods);
    methods.forEach(
        (type, added) -> {
          type.addNewMopMethods(added);
          // What was called before knows only the methods of that time.
          for (ClassInfo info : new ArrayList<>(ClassInfo.getAllClassInfo())) {
            Class<?> each = info.getTheClass();
            if (each != type.getTheClass() && type.getTheClass().isAssignableFrom(each)) {
              info.getCachedClass().addNewMopMethods(added);
            }
          }
        });
  }

  /** Robusta's own, since the loaders above its own may hold other modules' files of that name. */
  static Properties properties(ClassLoader loader) {
    try {
      for (URL file : Collections.list(loader.getResources(MODULE))) {
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
          properties.load(in);
        }
        if (NAME.equals(properties.getProperty("moduleName"))) {
          return properties;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new RobustaException("Robusta's jar lacks " + MODULE + "; get it anew");
  }
}
