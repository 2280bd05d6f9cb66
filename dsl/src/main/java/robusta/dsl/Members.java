package robusta.dsl;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import robusta.data.DataSource;
import robusta.data.Dataset;

/** What scripts may write behind a dot: an object's own members and those of {@link DataWords}. */
final class Members {
  /** Members that every object has, or that only Java needs. */
  private static final Set<String> HIDDEN =
      Set.of(
          "equals",
          "hashCode",
          "toString",
          "wait",
          "notify",
          "notifyAll",
          "getClass",
          "getAt",
          "plus",
          "getMetaClass",
          "setMetaClass",
          "invokeMethod",
          "getProperty",
          "setProperty");

  private Members() {}

  /** The names of the methods. */
  static Set<String> methodsOf(Class<?> type) {
    Set<String> names = new TreeSet<>();
    methods(type)
        .filter(method -> property(type, method) == null)
        .forEach(method -> names.add(method.getName()));
    return names;
  }

  /** The names of the properties. */
  static Set<String> propertiesOf(Class<?> type) {
    Set<String> names = new TreeSet<>();
    methods(type)
        .map(method -> property(type, method))
        .filter(name -> name != null)
        .forEach(names::add);
    return names;
  }

  private static Stream<Method> methods(Class<?> type) {
    Stream<Method> own =
        Stream.of(type.getMethods())
            .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isSynthetic());
    Stream<Method> given =
        Stream.of(DataWords.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()))
            .filter(m -> extended(type) == m.getParameterTypes()[0]);
    return Stream.concat(given, own).filter(method -> !HIDDEN.contains(method.getName()));
  }

  /** The type of the core that {@link DataWords} extends and this class is of, or null. */
  private static Class<?> extended(Class<?> type) {
    return DataSource.class.isAssignableFrom(type)
        ? DataSource.class
        : Dataset.class.isAssignableFrom(type) ? Dataset.class : null;
  }

  /** How many arguments a script gives. */
  private static int arguments(Class<?> type, Method method) {
    boolean extension = method.getDeclaringClass() == DataWords.class && type != DataWords.class;
    return method.getParameterCount() - (extension ? 1 : 0);
  }

  /** The property that a getter gives, or null where the method is none. */
  private static String property(Class<?> type, Method method) {
    String name = method.getName();
    return name.length() > 3 && name.startsWith("get") && arguments(type, method) == 0
        ? Character.toLowerCase(name.charAt(3)) + name.substring(4)
        : null;
  }
}
