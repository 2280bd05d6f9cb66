package robusta.dsl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says what may be written at a cursor, from {@link Vocabulary} and the session's variables. */
final class Completer {
  private final Map<String, Object> variables;

  Completer(Map<String, Object> variables) {
    this.variables = Map.copyOf(nonNull(variables));
  }

  private static Map<String, Object> nonNull(Map<String, Object> all) {
    Map<String, Object> some = new LinkedHashMap<>(all);
    some.values().removeIf(value -> value == null);
    return some;
  }

  /** See {@link Language#complete}. */
  List<Completion> complete(String source, int cursor) {
    Cursor at = Cursor.of(source, Math.max(0, Math.min(cursor, source.length())));
    List<Completion> all = new ArrayList<>();
    if (at.inText()) {
      names(at).forEach(name -> add(all, at, name, Completion.Kind.NAME, ""));
      return all;
    }
    if (at.afterDot()) {
      members(at, all);
      return sorted(all);
    }
    Verb call = at.call() == null ? null : verbOf(at.call());
    if (call != null) {
      for (Option option : call.options().values()) {
        if (!at.alreadyNamed(option.name())) {
          add(all, at, option.name() + ": ", Completion.Kind.OPTION, meaning(option));
        }
      }
    }
    new TreeSet<>(variables.keySet())
        .forEach(name -> add(all, at, name, Completion.Kind.VARIABLE, describe(name)));
    if (call == null || !at.word().isEmpty()) {
      for (Verb verb : Vocabulary.all()) {
        if (verb.subject().isEmpty()) {
          add(all, at, verb.name(), Completion.Kind.VERB, verb.meaning());
        }
      }
    }
    new TreeSet<>(Vocabulary.constants())
        .forEach(name -> add(all, at, name, Completion.Kind.CONSTANT, ""));
    return all;
  }

  /** What may follow a dot. */
  private void members(Cursor at, List<Completion> all) {
    Verb sentence = at.root() == null ? null : lazyVerb(at);
    if (sentence != null) {
      for (Option option : sentence.options().values()) {
        if (!at.alreadyChained(option.name())) {
          add(all, at, option.name(), Completion.Kind.METHOD, meaning(option));
        }
      }
      return;
    }
    Class<?> type = typeOf(at);
    if (type == null) {
      return;
    }
    for (Verb verb : Vocabulary.verbsOf(Vocabulary.subject(type))) {
      add(all, at, verb.name(), Completion.Kind.METHOD, verb.meaning());
    }
    Set<String> seen = new TreeSet<>(all.stream().map(Completion::text).toList());
    for (String name : Members.propertiesOf(type)) {
      if (seen.add(name)) {
        add(all, at, name, Completion.Kind.PROPERTY, "");
      }
    }
    for (String name : Members.methodsOf(type)) {
      if (seen.add(name)) {
        add(all, at, name, Completion.Kind.METHOD, "");
      }
    }
  }

  /** The verb of the lazy sentence before the dot, or null. */
  private Verb lazyVerb(Cursor at) {
    if (at.rootIsCall()) {
      Verb verb = Vocabulary.verb(at.root());
      return verb != null && verb.chained() ? verb : null;
    }
    return at.path().isEmpty() && variables.get(at.root()) instanceof Sentence<?, ?> sentence
        ? sentence.arguments().verb()
        : null;
  }

  /** The class of what stands before the dot, or null where only running would tell. */
  private Class<?> typeOf(Cursor at) {
    if (at.root() == null || at.rootIsCall()) {
      return null;
    }
    Object value = variables.get(at.root());
    if (value == null) {
      return null;
    }
    Class<?> type = value.getClass();
    for (String step : at.path()) {
      type = type == null ? null : Members.typeOf(type, step);
    }
    return type;
  }

  /** The verb whose parentheses the cursor is in, or null. */
  private Verb verbOf(Cursor.Call call) {
    if (call.owner() == null) {
      return Vocabulary.verb(call.name());
    }
    Object owner = variables.get(call.owner());
    String subject = owner == null ? "" : Vocabulary.subject(owner.getClass());
    if (!subject.isEmpty()) {
      return Vocabulary.verbOf(subject, call.name());
    }
    // Of an unknown owner: the only verb of that name that is a method of something.
    return Vocabulary.all().stream()
        .filter(verb -> !verb.subject().isEmpty() && verb.name().equals(call.name()))
        .findFirst()
        .orElse(null);
  }

  /** What may be written between quotes. */
  private Collection<String> names(Cursor at) {
    return at.call() == null ? List.of() : Names.of(at.call(), variables);
  }

  private String describe(String variable) {
    Object value = variables.get(variable);
    String subject = Vocabulary.subject(value.getClass());
    return subject.isEmpty() ? value.getClass().getSimpleName() : subject;
  }

  private static String meaning(Option option) {
    return option.meaning()
        + "; "
        + option.kind().words()
        + (option.otherwise().isEmpty() ? "" : " (default " + option.otherwise() + ")");
  }

  private static void add(
      List<Completion> all, Cursor at, String text, Completion.Kind kind, String meaning) {
    if (text.toLowerCase(Locale.ROOT).startsWith(at.word().toLowerCase(Locale.ROOT))) {
      all.add(new Completion(text, at.from(), at.position(), kind, meaning));
    }
  }

  /** Verbs and options as the table has them, then the rest by name. */
  private static List<Completion> sorted(List<Completion> all) {
    List<Completion> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(c -> c.meaning().isEmpty()));
    return sorted;
  }
}
