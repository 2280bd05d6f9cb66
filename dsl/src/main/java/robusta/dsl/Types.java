package robusta.dsl;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.MethodClosure;
import robusta.data.Dataset;
import robusta.run.RunContext;

/** Finds out what stands before a cursor's dot, without running anything. */
final class Types {
  private static final int DEEPEST = 8;

  private final Map<String, Object> variables;
  private final Classes classes;

  Types(Map<String, Object> variables, Classes classes) {
    this.variables = variables;
    this.classes = classes;
  }

  /** What stands before the dot; null where only running would tell. */
  Known before(Cursor at) {
    return before(at, 0);
  }

  private Known before(Cursor at, int depth) {
    Known known =
        switch (at.literal()) {
          case TEXT -> Known.ofType(String.class);
          case LIST -> Known.ofType(ArrayList.class);
          case MAP -> Known.ofType(LinkedHashMap.class);
          case NONE -> null;
        };
    int next = 0;
    if (known == null && !at.links().isEmpty()) {
      next = 1;
      known = root(at, at.links().get(0), depth);
      // A class may have its package before it.
      String name = at.links().get(0).name();
      boolean qualified = known == null;
      while (known == null && next < at.links().size()) {
        name += "." + at.links().get(next++).name();
        Class<?> type = classes.named(name);
        known = type == null ? null : new Known(type, null, !at.created());
      }
      known = qualified ? known : indexed(known, at.links().get(0));
    }
    for (; known != null && next < at.links().size(); next++) {
      known = indexed(step(known, at.links().get(next)), at.links().get(next));
    }
    return known;
  }

  private Known root(Cursor at, Cursor.Link root, int depth) {
    Object value = variables.get(root.name());
    if (!at.created() && value != null && !root.called()) {
      return Known.of(value);
    }
    if (root.called() && !at.created()) {
      Class<?> gives =
          value instanceof MethodClosure method
              ? result(method.getOwner().getClass(), root.name())
              : Vocabulary.stands(root.name()) ? result(Session.class, root.name()) : null;
      return Known.ofType(gives);
    }
    Class<?> type = classes.named(root.name());
    if (type != null) {
      return new Known(type, null, !at.created());
    }
    return depth > DEEPEST ? null : written(at, root.name(), depth);
  }

  /** What the text before the cursor says of a name: its type, or what it is given. */
  private Known written(Cursor at, String name, int depth) {
    String text = at.source().substring(0, at.from());
    Matcher assigned =
        Pattern.compile("(?:^|[;{(\\s])" + Pattern.quote(name) + "\\s*=\\s*([^=\\s].*)")
            .matcher(text);
    String right = null;
    while (assigned.find()) {
      right = assigned.group(1);
    }
    if (right != null) {
      String expression = right.replaceFirst("\\s*(//.*|;.*)?$", "") + ".";
      Known known = before(Cursor.of(expression, expression.length()), depth + 1);
      if (known != null && !known.isClass()) {
        return known;
      }
    }
    Matcher declared =
        Pattern.compile("\\b([A-Z]\\w*)(?:<[^=;]*>)?\\s+" + Pattern.quote(name) + "\\b")
            .matcher(text);
    Class<?> type = declared.find() ? classes.named(declared.group(1)) : null;
    return Known.ofType(type);
  }

  /** What a member gives. */
  private Known step(Known known, Cursor.Link link) {
    if (known.value() instanceof Map<?, ?> map && !link.called()) {
      Object value = map.get(link.name());
      return value == null ? null : Known.of(value);
    }
    Verb verb = known.sentence();
    if (verb != null) {
      if (verb.option(link.name()) != null && link.called()) {
        return Known.ofType(known.type());
      }
      if (link.name().equals("get")) {
        return Known.ofType(ran(known.type()));
      }
    }
    Stream<Member> members =
        known.isClass()
            ? MemberList.ofClass(known.type()).stream()
            : Stream.concat(
                MemberList.own(known.type()).stream(), MemberList.given(known.type()).stream());
    return members
        .filter(member -> member.name().equals(link.name()))
        .filter(member -> link.called() == (member.kind() == Completion.Kind.METHOD))
        .findFirst()
        .map(
            member ->
                member.kind() == Completion.Kind.CLASS
                    ? new Known(member.type(), null, true)
                    : Known.ofType(member.type()))
        .orElse(null);
  }

  private static Known indexed(Known known, Cursor.Link link) {
    if (known == null || !link.indexed()) {
      return known;
    }
    if (known.value() instanceof List<?> list && !list.isEmpty() && list.get(0) != null) {
      return Known.of(list.get(0));
    }
    if (known.type().isArray()) {
      return Known.ofType(known.type().getComponentType());
    }
    return Dataset.class.isAssignableFrom(known.type()) || known.type() == Pictures.class
        ? Known.ofType(Pictures.class)
        : null;
  }

  /** What running a sentence gives. */
  private static Class<?> ran(Class<?> sentence) {
    return Stream.of(sentence.getDeclaredMethods())
        .filter(
            method ->
                method.getName().equals("run")
                    && !method.isBridge()
                    && List.of(method.getParameterTypes()).equals(List.of(RunContext.class)))
        .<Class<?>>map(Method::getReturnType)
        .findFirst()
        .orElse(null);
  }

  /** What a method gives; of several forms the first that says something. */
  static Class<?> result(Class<?> owner, String method) {
    return Stream.of(owner.getMethods())
        .filter(each -> each.getName().equals(method) && !each.isBridge())
        .<Class<?>>map(Method::getReturnType)
        .filter(type -> type != void.class)
        .findFirst()
        .orElse(null);
  }
}
