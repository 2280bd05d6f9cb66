package robusta.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.transform.NamedParam;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of verbs says what the classes do. */
class VocabularyTest {
  /** Public methods of a session that are no verbs. */
  private static final Set<String> NO_VERBS = Set.of("workbench");

  static Stream<Verb> verbs() {
    return Vocabulary.all().stream();
  }

  private static Stream<Method> methodsOf(Class<?> type) {
    return Stream.concat(Stream.of(type), Stream.of(type.getInterfaces()))
        .flatMap(part -> Stream.of(part.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }

  private static Class<?> owner(Verb verb) {
    return verb.subject().equals("network") ? Network.class : Session.class;
  }

  @Test
  void everyVerbOfTheSessionIsInTheTable() {
    Set<String> methods =
        methodsOf(Session.class)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    methods.removeAll(NO_VERBS);
    assertEquals(Vocabulary.standing(), methods);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void namedParametersAreThoseOfTheTable(Verb verb) {
    Set<String> annotated =
        methodsOf(owner(verb))
            .filter(method -> method.getName().equals(verb.name()))
            .flatMap(method -> Arrays.stream(method.getParameters()))
            .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(NamedParam.class)))
            .map(NamedParam::value)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(verb.options().keySet()), annotated);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void chainedOptionsAreMethodsOfTheSentence(Verb verb) {
    if (!verb.chained()) {
      return;
    }
    Class<?> sentence =
        methodsOf(Session.class)
            .filter(method -> method.getName().equals(verb.name()))
            .<Class<?>>map(Method::getReturnType)
            .findFirst()
            .orElseThrow();
    Set<String> missing = new TreeSet<>(verb.options().keySet());
    Stream.of(sentence.getMethods())
        .filter(method -> Sentence.class.isAssignableFrom(method.getReturnType()))
        .forEach(method -> missing.remove(method.getName()));
    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void helpTellsOfEveryOption(Verb verb) {
    String help = Help.of(verb.name());
    for (Option option : verb.options().values()) {
      assertTrue(help.contains("  " + option.name() + " "), option.name());
      assertTrue(help.contains(option.meaning() + "; " + option.kind().words()), option.name());
      assertFalse(option.meaning().isBlank());
    }
    assertTrue(help.contains(verb.example().strip().lines().findFirst().orElseThrow()));
    assertTrue(Help.overview().contains(verb.usage()));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void examplesCompile(Verb verb) {
    new groovy.lang.GroovyClassLoader(getClass().getClassLoader(), new CompilerConfiguration())
        .parseClass(verb.example());
  }
}
