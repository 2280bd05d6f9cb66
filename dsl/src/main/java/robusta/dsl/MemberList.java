package robusta.dsl;

import groovy.lang.GroovySystem;
import groovy.lang.MetaMethod;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every member of a class with its signature: its own, and those that Groovy gives it. */
final class MemberList {
  /** Members that only Java or Groovy itself needs, which completion leaves out. */
  private static final Set<String> HIDDEN =
      Set.of(
          "wait",
          "notify",
          "notifyAll",
          "getMetaClass",
          "setMetaClass",
          "invokeMethod",
          "getProperty",
          "setProperty",
          "main");

  private MemberList() {}

  /** What an object of the class has itself; properties first, each kind by name. */
  static List<Member> own(Class<?> type) {
    Map<String, Member> properties = new TreeMap<>();
    Map<String, Member> methods = new TreeMap<>();
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        properties.put(field.getName(), property(field.getName(), field.getType()));
      }
    }
    for (Method method : accessible(type)) {
      if (!Modifier.isStatic(method.getModifiers())) {
        String property = property(method.getName(), method.getParameterCount());
        if (property != null && !method.getReturnType().equals(void.class)) {
          properties.put(property, property(property, method.getReturnType()));
        } else {
          merge(methods, method(method));
        }
      }
    }
    return joined(properties.values(), methods.values());
  }

  /** What the class itself has: constants, static methods, nested classes. */
  static List<Member> ofClass(Class<?> type) {
    Map<String, Member> constants = new LinkedHashMap<>();
    Map<String, Member> methods = new TreeMap<>();
    for (Field field : type.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.getName().contains("$")) {
        constants.put(field.getName(), property(field.getName(), field.getType()));
      }
    }
    for (Method method : accessible(type)) {
      if (Modifier.isStatic(method.getModifiers())) {
        merge(methods, method(method));
      }
    }
    for (Class<?> nested : type.getClasses()) {
      String name = nested.getSimpleName();
      constants.put(name, new Member(name, Completion.Kind.CLASS, nested, "class"));
    }
    return joined(constants.values(), methods.values());
  }

  /** The methods and properties that Groovy and the language add to the class. */
  static List<Member> given(Class<?> type) {
    Map<String, Member> properties = new TreeMap<>();
    Map<String, Member> methods = new TreeMap<>();
    Map<String, Member> ofAll = new TreeMap<>();
    for (MetaMethod method :
        GroovySystem.getMetaClassRegistry().getMetaClass(type).getMetaMethods()) {
      String name = method.getName();
      if (HIDDEN.contains(name) || name.contains("$") || method.isStatic()) {
        continue;
      }
      int parameters = method.getNativeParameterTypes().length;
      String property = property(name, parameters);
      String takes = takes(method);
      Class<?> gives = method.getReturnType();
      if (property != null) {
        properties.put(property, property(property, gives));
      } else {
        merge(
            method.getDeclaringClass().getTheClass() == Object.class ? ofAll : methods,
            new Member(name, Completion.Kind.METHOD, gives, signature(takes, gives)));
      }
    }
    List<Member> all = joined(properties.values(), methods.values());
    ofAll.keySet().removeAll(methods.keySet());
    all.addAll(ofAll.values());
    return all;
  }

  /** Every form of a method as it would be written. */
  static List<String> forms(Class<?> type, String name) {
    Stream<String> own =
        Stream.of(type.getMethods())
            .filter(method -> method.getName().equals(name) && !method.isBridge())
            .map(method -> name + method(method).signature());
    Stream<String> given =
        GroovySystem.getMetaClassRegistry().getMetaClass(type).getMetaMethods().stream()
            .filter(method -> method.getName().equals(name))
            .map(method -> name + signature(takes(method), method.getReturnType()));
    return Stream.concat(own, given).distinct().toList();
  }

  private static String takes(MetaMethod method) {
    Class<?>[] types = method.getNativeParameterTypes();
    return Stream.of(types).map(Class::getSimpleName).collect(Collectors.joining(", "));
  }

  private static List<Method> accessible(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(
            method ->
                !method.isSynthetic()
                    && !method.getName().contains("$")
                    && !HIDDEN.contains(method.getName()))
        .toList();
  }

  private static Member property(String name, Class<?> type) {
    return new Member(name, Completion.Kind.PROPERTY, type, type.getSimpleName());
  }

  private static Member method(Method method) {
    String takes =
        Stream.of(method.getParameters())
            .map(MemberList::parameter)
            .collect(Collectors.joining(", "));
    Class<?> gives = method.getReturnType();
    return new Member(method.getName(), Completion.Kind.METHOD, gives, signature(takes, gives));
  }

  private static String parameter(Parameter parameter) {
    String type = parameter.getType().getSimpleName();
    return parameter.isNamePresent() ? type + " " + parameter.getName() : type;
  }

  private static String signature(String takes, Class<?> gives) {
    return "(" + takes + ")" + (gives == void.class ? "" : ": " + gives.getSimpleName());
  }

  /** Of several forms of a method the one that says most about what it gives. */
  private static void merge(Map<String, Member> methods, Member method) {
    methods.merge(
        method.name(),
        method,
        (a, b) -> a.type() == Object.class || a.type() == void.class ? b : a);
  }

  private static String property(String method, int parameters) {
    if (parameters > 0) {
      return null;
    }
    int prefix = method.startsWith("get") ? 3 : method.startsWith("is") ? 2 : 0;
    return prefix > 0 && method.length() > prefix && Character.isUpperCase(method.charAt(prefix))
        ? Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1)
        : null;
  }

  private static List<Member> joined(Collection<Member> first, Collection<Member> second) {
    List<Member> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
