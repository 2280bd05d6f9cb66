package robusta.dsl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what may be written at a cursor, from {@link Vocabulary} and what the session holds. */
final class Completer {
  private static final List<String> KEYWORDS =
      List.of(
          "assert",
          "break",
          "case",
          "catch",
          "class",
          "continue",
          "def",
          "default",
          "do",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "for",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "interface",
          "new",
          "null",
          "record",
          "return",
          "static",
          "switch",
          "this",
          "throw",
          "trait",
          "true",
          "try",
          "var",
          "void",
          "while");

  /** A front end that sorts by letters would show the others before a verb's options. */
  private static final Set<String> ARGUMENT_KEYWORDS =
      Set.of("as", "false", "in", "instanceof", "new", "null", "switch", "this", "true");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^\\s*(?:%import|import)\\s+(?:static\\s+)?([\\w.]*)$");
  private static final Pattern WRITTEN =
      Pattern.compile("(?:^|[;{(\\s])(?:(?:def|var|[A-Z]\\w*(?:<.*?>)?)\\s+)?(\\w+)\\s*=(?![=~])");

  /** From here on a list of classes is of use, and not only long. */
  private static final int LETTERS_OF_CLASS = 1;

  private final Map<String, Object> variables;
  private final Classes classes;
  private final Types types;

  Completer(Map<String, Object> all, Classes classes) {
    variables = new LinkedHashMap<>(all);
    variables.values().removeIf(value -> value == null);
    this.classes = classes;
    this.types = new Types(variables, classes);
  }

  /** See {@link Language#complete}. */
  List<Completion> complete(String source, int cursor) {
    Cursor at = Cursor.of(source, Math.max(0, Math.min(cursor, source.length())));
    List<Completion> all = new ArrayList<>();
    Matcher importing = IMPORT.matcher(source.substring(0, at.position()));
    if (importing.find()) {
      imports(importing.group(1), at, all);
    } else if (at.inText()) {
      names(at).forEach(name -> add(all, at, name, Completion.Kind.NAME, ""));
    } else if (at.afterDot()) {
      members(at, all);
    } else {
      words(at, all);
    }
    return all;
  }

  /** What may begin a sentence or be an argument. */
  private void words(Cursor at, List<Completion> all) {
    Verb call = at.call() == null ? null : verbOf(at.call());
    if (call != null) {
      for (Option option : call.options().values()) {
        if (!at.alreadyNamed(option.name())) {
          add(all, at, option.name() + ": ", Completion.Kind.OPTION, meaning(option));
        }
      }
    }
    Set<String> names = new TreeSet<>(variables.keySet());
    names.forEach(name -> add(all, at, name, Completion.Kind.VARIABLE, describe(name)));
    for (String name : written(at)) {
      if (names.add(name)) {
        add(all, at, name, Completion.Kind.VARIABLE, "");
      }
    }
    boolean begun = !at.word().isEmpty();
    if (call == null || begun) {
      for (Verb verb : Vocabulary.all()) {
        if (verb.subject().isEmpty()) {
          add(all, at, verb.name(), Completion.Kind.VERB, verb.meaning());
        }
      }
    }
    new TreeSet<>(Vocabulary.constants())
        .forEach(name -> add(all, at, name, Completion.Kind.CONSTANT, ""));
    if (at.word().length() >= LETTERS_OF_CLASS && Character.isUpperCase(at.word().charAt(0))) {
      classes.names().forEach(name -> add(all, at, name, Completion.Kind.CLASS, ""));
    }
    if (begun) {
      KEYWORDS.stream()
          .filter(word -> call == null || ARGUMENT_KEYWORDS.contains(word))
          .forEach(word -> add(all, at, word, Completion.Kind.KEYWORD, ""));
    }
  }

  /** The variables that the text gives a value before the cursor. */
  private static Set<String> written(Cursor at) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = WRITTEN.matcher(at.source().substring(0, at.from()));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** What may follow a dot. */
  private void members(Cursor at, List<Completion> all) {
    Known known = types.before(at);
    if (known == null) {
      packages(at, all);
      return;
    }
    if (known.value() instanceof Map<?, ?> map) {
      map.keySet().stream()
          .map(String::valueOf)
          .filter(key -> key.matches("[A-Za-z_]\\w*"))
          .forEach(key -> add(all, at, key, Completion.Kind.PROPERTY, ""));
    }
    Verb sentence = known.sentence();
    if (sentence != null) {
      sentence(at, sentence, known.type(), all);
      return;
    }
    Set<String> seen = new LinkedHashSet<>();
    for (Verb verb : Vocabulary.verbsOf(Vocabulary.subject(known.type()))) {
      if (seen.add(verb.name())) {
        add(all, at, verb.name(), Completion.Kind.METHOD, verb.meaning());
      }
    }
    if (known.isClass()) {
      offer(MemberList.ofClass(known.type()), at, seen, all, member -> true);
      return;
    }
    // What everything has is of the least interest.
    List<Member> own = MemberList.own(known.type());
    Set<String> common =
        new TreeSet<>(MemberList.own(Object.class).stream().map(Member::name).toList());
    offer(own, at, seen, all, member -> !common.contains(member.name()));
    offer(MemberList.given(known.type()), at, seen, all, member -> true);
    offer(own, at, seen, all, member -> true);
  }

  private static void offer(
      List<Member> members,
      Cursor at,
      Set<String> seen,
      List<Completion> all,
      Predicate<Member> wanted) {
    for (Member member : members) {
      if (wanted.test(member) && seen.add(member.name())) {
        add(all, at, member.name(), member.kind(), member.signature());
      }
    }
  }

  /** A lazy sentence's options, then what it gives. */
  private static void sentence(Cursor at, Verb verb, Class<?> type, List<Completion> all) {
    for (Option option : verb.options().values()) {
      if (!at.alreadyChained(option.name())) {
        add(all, at, option.name(), Completion.Kind.METHOD, meaning(option));
      }
    }
    if (PictureSource.class.isAssignableFrom(type)) {
      add(all, at, "images", Completion.Kind.PROPERTY, "runs it and gives its images");
    }
    add(all, at, "figure", Completion.Kind.PROPERTY, "runs it and gives a figure");
    if (type == BudgetSentence.class || type == SideBySideSentence.class) {
      add(all, at, "grid", Completion.Kind.PROPERTY, "runs it and gives the images beside a curve");
    }
    add(all, at, "table", Completion.Kind.PROPERTY, "runs it and gives the numbers");
    add(all, at, "summary", Completion.Kind.PROPERTY, "runs it and gives means and deviations");
    add(all, at, "get", Completion.Kind.METHOD, "runs it and gives all of the result");
  }

  /** What may follow a package that stands where a class is meant. */
  private void packages(Cursor at, List<Completion> all) {
    if (at.links().isEmpty() || at.links().stream().anyMatch(l -> l.called() || l.indexed())) {
      return;
    }
    String name = String.join(".", at.links().stream().map(Cursor.Link::name).toList());
    below(name, at, all);
  }

  private void imports(String written, Cursor at, List<Completion> all) {
    int dot = written.lastIndexOf('.');
    String before = dot < 0 ? "" : written.substring(0, dot);
    Class<?> type = classes.named(before);
    if (type != null) {
      offer(MemberList.ofClass(type), at, new LinkedHashSet<>(), all, member -> true);
    } else {
      below(before, at, all);
    }
  }

  private void below(String packageName, Cursor at, List<Completion> all) {
    classes
        .packagesIn(packageName)
        .forEach(name -> add(all, at, name, Completion.Kind.PACKAGE, "package"));
    if (!packageName.isEmpty()) {
      classes.classesIn(packageName).forEach(name -> add(all, at, name, Completion.Kind.CLASS, ""));
    }
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

  static String meaning(Option option) {
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
}
