package robusta.display;

import groovy.lang.Closure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.runtime.ProxyGeneratorAdapter;
import robusta.run.RobustaException;

/**
 * The bridge to jvm-repr, by which libraries tell the kernels of the JVM how their values look:
 * {@code jupyter.Displayers}, where that class is present. It is found by reflection, since no
 * kernel has to have it.
 */
public final class JvmRepr {
  private static final String DISPLAYERS = "jupyter.Displayers";
  private static final String DISPLAYER = "jupyter.Displayer";

  /** Whether a value is being asked about, so that our own displayer has no answer. */
  private static final ThreadLocal<Boolean> ASKING = ThreadLocal.withInitial(() -> false);

  private static final PlotlyLibrary LIBRARY = new PlotlyLibrary();

  private JvmRepr() {}

  /**
   * Tells the kernel that runs this how values of these classes look.
   *
   * @param loader sees the kernel's classes
   * @return whether the kernel has jvm-repr
   */
  public static boolean publish(ClassLoader loader, Iterable<Class<?>> types) {
    Class<?> displayers = find(loader, DISPLAYERS);
    Class<?> displayer = find(loader, DISPLAYER);
    if (displayers == null || displayer == null) {
      return false;
    }
    try {
      Method register = displayers.getMethod("register", Class.class, displayer);
      Object ours = displayer(displayer);
      for (Class<?> type : types) {
        register.invoke(null, type, ours);
      }
      return true;
    } catch (ReflectiveOperationException e) {
      throw new RobustaException(
          "this kernel's %s is not that of jvm-repr (%s)".formatted(DISPLAYERS, e), e);
    }
  }

  /** {@code Displayer} is an abstract class in one kernel and an interface in another. */
  private static Object displayer(Class<?> type) {
    Closure<Map<String, String>> display =
        new Closure<>(JvmRepr.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, String> call(Object... arguments) {
            return texts(arguments[0]);
          }
        };
    Closure<Object> nothing =
        new Closure<>(JvmRepr.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public Object call(Object... arguments) {
            return null;
          }
        };
    Map<Object, Object> methods = new LinkedHashMap<>();
    methods.put("display", display);
    methods.put("setMimeTypes", nothing);
    ProxyGeneratorAdapter proxies =
        new ProxyGeneratorAdapter(
            methods,
            type.isInterface() ? Object.class : type,
            type.isInterface() ? new Class<?>[] {type} : new Class<?>[0],
            type.getClassLoader(),
            false,
            null);
    return proxies.proxy(methods, new Object[0]);
  }

  /** A value's formats, each as text. */
  private static Map<String, String> texts(Object value) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (ASKING.get()) {
      return texts;
    }
    Renderers.render(value)
        .map(rendering -> LIBRARY.carry(rendering, ""))
        .ifPresent(
            rendering ->
                rendering.data().forEach((type, data) -> texts.put(type, String.valueOf(data))));
    return texts;
  }

  /** What a displayer that a library or user registered makes of a value; empty where none did. */
  static Optional<Rendering> ask(Object value) {
    Class<?> displayers =
        ASKING.get() ? null : find(Thread.currentThread().getContextClassLoader(), DISPLAYERS);
    if (displayers == null) {
      return Optional.empty();
    }
    ASKING.set(true);
    try {
      Object texts = displayers.getMethod("display", Object.class).invoke(null, value);
      return texts instanceof Map<?, ?> map ? rendering(map) : Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(PlainText.of(value, e.getCause()));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    } finally {
      ASKING.set(false);
    }
  }

  /** Text alone is what it says of a value that it does not know. */
  private static Optional<Rendering> rendering(Map<?, ?> texts) {
    Map<String, Object> data = new LinkedHashMap<>();
    texts.forEach((type, text) -> data.put(String.valueOf(type), text));
    return data.keySet().stream().allMatch(Rendering.PLAIN::equals)
        ? Optional.empty()
        : Optional.of(new Rendering(data, Map.of()));
  }

  private static Class<?> find(ClassLoader loader, String name) {
    ClassLoader own = JvmRepr.class.getClassLoader();
    Class<?> found = loader == null ? null : load(loader, name);
    return found != null || asks(loader, own) ? found : load(own, name);
  }

  /** Whether a loader has asked another one when it finds nothing: all jars would be read again. */
  private static boolean asks(ClassLoader loader, ClassLoader other) {
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      if (each == other) {
        return true;
      }
    }
    return false;
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
