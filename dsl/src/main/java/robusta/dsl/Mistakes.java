package robusta.dsl;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.runtime.InvokerInvocationException;
import org.codehaus.groovy.syntax.SyntaxException;
import robusta.run.RobustaException;

/** Turns whatever a script threw into one sentence with its line. */
final class Mistakes {
  private Mistakes() {}

  /**
   * The sentence about a mistake.
   *
   * @param thrown what the script threw
   * @param source the script
   * @param variables what it knew
   */
  static ScriptException explain(Throwable thrown, Source source, Binding variables) {
    Throwable error = thrown;
    while (error instanceof InvokerInvocationException && error.getCause() != null) {
      error = error.getCause();
    }
    if (error instanceof MultipleCompilationErrorsException errors) {
      return syntax(errors, source);
    }
    StackTraceElement frame = frame(error);
    if (frame == null) {
      frame = frame(thrown);
    }
    String place = frame == null ? source.place(0) : source.place(frame);
    int line = frame == null ? 0 : frame.getLineNumber();
    return new ScriptException(place + sentence(error, variables), line, error);
  }

  private static String sentence(Throwable error, Binding variables) {
    if (error instanceof RobustaException) {
      return error.getMessage();
    }
    if (error instanceof MissingMethodException missing) {
      return method(missing, variables);
    }
    if (error instanceof MissingPropertyException missing) {
      return property(missing, variables);
    }
    if (error instanceof OutOfMemoryError) {
      return "the memory is not enough; use a smaller batch, or fewer or smaller images";
    }
    if (error instanceof StackOverflowError) {
      return "the calls go too deep; does a method or closure call itself without an end?";
    }
    if (error instanceof AssertionError) {
      return assertion(error);
    }
    String message = error.getMessage();
    String kind = error.getClass().getSimpleName();
    return message == null ? "the script failed with " + kind : oneLine(kind + ": " + message);
  }

  /** The first line that Groovy draws of an assertion, without its picture. */
  private static String assertion(Throwable error) {
    String text = Objects.requireNonNullElse(error.getMessage(), "");
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("assert "))
        .findFirst()
        .map(line -> "the assertion does not hold: " + line.substring(7))
        .orElse(oneLine("the assertion does not hold: " + text));
  }

  private static ScriptException syntax(MultipleCompilationErrorsException errors, Source source) {
    Object first = errors.getErrorCollector().getError(0);
    if (first instanceof SyntaxErrorMessage message) {
      SyntaxException cause = message.getCause();
      int line = cause.getStartLine();
      String text = oneLine(cause.getOriginalMessage());
      return new ScriptException(source.place(line) + text, line, errors);
    }
    return new ScriptException(source.place(0) + oneLine(errors.getMessage()), 0, errors);
  }

  private static String method(MissingMethodException missing, Binding variables) {
    String name = missing.getMethod();
    Class<?> type = missing.getType();
    if (type == Session.class) {
      Verb verb = Vocabulary.verb(name);
      return "%s is written %s, not with %s; help %s tells more"
          .formatted(name, verb.usage(), given(missing), name);
    }
    if (RobustaScript.class.isAssignableFrom(type)) {
      Verb method = Vocabulary.named(name);
      if (method != null) {
        return "%s is said to a %s, as in %s"
            .formatted(name, method.subject(), firstLine(method.example()));
      }
      Set<String> known = new TreeSet<>(Vocabulary.standing());
      if (variables != null) {
        known.addAll(closures(variables));
      }
      return "there is no verb '%s'%s"
          .formatted(name, Nearest.hint(name, known, "; help lists those there are"));
    }
    if (Sentence.class.isAssignableFrom(type)) {
      return option(missing);
    }
    Set<String> known = methods(type);
    String subject = Vocabulary.subject(type);
    Verb verb = Vocabulary.verbOf(subject, name);
    if (verb != null) {
      return "%s is written %s, not with %s; help %s tells more"
          .formatted(name, verb.usage(), given(missing), name);
    }
    if (known.contains(name)) {
      return "%s of %s does not take %s".formatted(name, noun(type), given(missing));
    }
    return "%s has no method '%s'%s".formatted(noun(type), name, Nearest.hint(name, known, ""));
  }

  /** A chained option that is unknown, or known with another value. */
  private static String option(MissingMethodException missing) {
    Verb verb = Vocabulary.verbOfSentence(missing.getType());
    Object[] arguments = missing.getArguments();
    try {
      verb.check(missing.getMethod(), arguments.length == 1 ? arguments[0] : List.of(arguments));
    } catch (RobustaException e) {
      return e.getMessage();
    }
    return "%s of %s does not take %s".formatted(missing.getMethod(), verb.name(), given(missing));
  }

  private static String property(MissingPropertyException missing, Binding variables) {
    String name = missing.getProperty();
    Class<?> type = missing.getType();
    if (type == null || RobustaScript.class.isAssignableFrom(type)) {
      Set<String> known = new TreeSet<>(Vocabulary.standing());
      known.addAll(Vocabulary.constants());
      if (variables != null) {
        names(variables).forEach(known::add);
      }
      return "nothing is called '%s' here%s".formatted(name, Nearest.hint(name, known, ""));
    }
    return "%s has no '%s'%s".formatted(noun(type), name, Nearest.hint(name, members(type), ""));
  }

  /** What the arguments of a call were, in a few words. */
  private static String given(MissingMethodException missing) {
    Object[] arguments = missing.getArguments();
    if (arguments.length == 0) {
      return "nothing";
    }
    return Arrays.stream(arguments).map(Kind::show).collect(Collectors.joining(", "));
  }

  private static String noun(Class<?> type) {
    String subject = Vocabulary.subject(type);
    String word = subject.isEmpty() ? type.getSimpleName() : subject;
    return ("aeiouAEIOU".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
  }

  private static List<String> names(Binding variables) {
    Map<?, ?> all = variables.getVariables();
    synchronized (all) {
      return all.keySet().stream().map(Object::toString).toList();
    }
  }

  private static List<String> closures(Binding variables) {
    return names(variables).stream()
        .filter(name -> variables.getVariables().get(name) instanceof Closure)
        .toList();
  }

  private static Set<String> methods(Class<?> type) {
    Set<String> names = Members.methodsOf(type);
    Vocabulary.verbsOf(Vocabulary.subject(type)).forEach(verb -> names.add(verb.name()));
    return names;
  }

  private static Set<String> members(Class<?> type) {
    Set<String> names = methods(type);
    names.addAll(Members.propertiesOf(type));
    return names;
  }

  /** The innermost line of a user, over an exception and its causes; null where there is none. */
  private static StackTraceElement frame(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      Optional<StackTraceElement> innermost = Source.linesOf(e).findFirst();
      if (innermost.isPresent()) {
        return innermost.get();
      }
    }
    return null;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
