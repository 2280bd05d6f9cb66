package robusta.dsl;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.MethodClosure;
import robusta.display.Rendering;

/** Tells what is known of a word: a verb's help, a variable's type and value, a method's forms. */
final class Inspector {
  private static final int LONGEST = 300;
  private static final int FIRST = 10;

  private final Map<String, Object> variables;
  private final Classes classes;
  private final Types types;

  Inspector(Map<String, Object> variables, Classes classes) {
    this.variables = variables;
    this.classes = classes;
    this.types = new Types(variables, classes);
  }

  /** See {@link Language#inspect}. */
  Optional<Rendering> inspect(String source, int cursor) {
    int end = Math.max(0, Math.min(cursor, source.length()));
    while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
      end++;
    }
    Cursor at = Cursor.of(source, end);
    if (at.inText() || at.word().isEmpty()) {
      return at.call() == null ? Optional.empty() : call(at.call());
    }
    boolean named = source.substring(end).stripLeading().startsWith(":");
    if (at.call() != null && named) {
      Optional<Rendering> option = verb(at.call()).flatMap(verb -> option(verb, at.word()));
      if (option.isPresent()) {
        return option;
      }
    }
    return at.afterDot() ? member(at) : word(at.word());
  }

  private Optional<Rendering> call(Cursor.Call call) {
    Optional<Rendering> help = verb(call).map(Help::rendering);
    return help.isPresent() || call.owner() != null ? help : word(call.name());
  }

  private Optional<Verb> verb(Cursor.Call call) {
    Object owner = call.owner() == null ? null : variables.get(call.owner());
    return Optional.ofNullable(
        call.owner() == null
            ? Vocabulary.verb(call.name())
            : owner == null
                ? Vocabulary.named(call.name())
                : Vocabulary.verbOf(Vocabulary.subject(owner.getClass()), call.name()));
  }

  private static Optional<Rendering> option(Verb verb, String name) {
    return Optional.ofNullable(verb.option(name))
        .map(
            option ->
                Rendering.text(
                    "%s of %s: %s\n\n%s"
                        .formatted(name, verb.name(), Completer.meaning(option), Help.text(verb))));
  }

  private Optional<Rendering> word(String word) {
    Object value = variables.get(word);
    if (value instanceof MethodClosure method) {
      return forms(MemberList.forms(method.getOwner().getClass(), word));
    }
    if (value != null || variables.containsKey(word)) {
      return Optional.of(variable(word, value));
    }
    Verb verb = Vocabulary.named(word);
    if (verb != null) {
      return Optional.of(Help.rendering(verb));
    }
    return Optional.ofNullable(classes.named(word)).map(Inspector::ofClass);
  }

  private Optional<Rendering> member(Cursor at) {
    Known known = types.before(at);
    if (known == null) {
      Verb verb = Vocabulary.named(at.word());
      return verb == null || verb.subject().isEmpty()
          ? Optional.empty()
          : Optional.of(Help.rendering(verb));
    }
    Verb sentence = known.sentence();
    if (sentence != null && sentence.option(at.word()) != null) {
      return option(sentence, at.word());
    }
    Verb verb = Vocabulary.verbOf(Vocabulary.subject(known.type()), at.word());
    if (verb != null && !verb.subject().isEmpty()) {
      return Optional.of(Help.rendering(verb));
    }
    List<String> forms = MemberList.forms(known.type(), at.word());
    if (!forms.isEmpty()) {
      return forms(forms);
    }
    return Stream.concat(
            known.isClass()
                ? MemberList.ofClass(known.type()).stream()
                : MemberList.own(known.type()).stream(),
            MemberList.given(known.type()).stream())
        .filter(each -> each.name().equals(at.word()))
        .findFirst()
        .map(each -> Rendering.text(each.name() + ": " + each.signature()));
  }

  private static Optional<Rendering> forms(List<String> forms) {
    return Optional.of(Rendering.text(String.join("\n", forms)));
  }

  private static Rendering variable(String name, Object value) {
    String type = value == null ? "" : ": " + value.getClass().getName();
    return Rendering.text(name + type + "\n" + brief(value));
  }

  private static Rendering ofClass(Class<?> type) {
    String constructors =
        Stream.of(type.getConstructors())
            .map(
                constructor ->
                    Stream.of(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(
                            Collectors.joining(", ", "\nnew " + type.getSimpleName() + "(", ")")))
            .collect(Collectors.joining());
    return Rendering.text(type.toGenericString() + constructors);
  }

  /** A value in a line or two; of many elements the first. */
  private static String brief(Object value) {
    if (value instanceof Collection<?> all && all.size() > FIRST) {
      return "%,d elements: %s"
          .formatted(all.size(), cut(all.stream().limit(FIRST).toList() + " ..."));
    }
    if (value instanceof Map<?, ?> map && map.size() > FIRST) {
      return "%,d entries: %s"
          .formatted(map.size(), cut(map.entrySet().stream().limit(FIRST).toList() + " ..."));
    }
    if (value != null && value.getClass().isArray()) {
      return "%,d elements".formatted(java.lang.reflect.Array.getLength(value));
    }
    return cut(String.valueOf(value));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text;
  }
}
