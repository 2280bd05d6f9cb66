package robusta.dsl;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import robusta.run.RobustaException;

/**
 * The named arguments of one sentence, already checked. Immutable.
 *
 * @param verb whose arguments they are
 * @param values the typed values of those that were given
 */
record Arguments(Verb verb, Map<String, Object> values) {

  Arguments {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These arguments and one more, which is checked; it replaces one of the same name. */
  Arguments with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, verb.check(name, value));
    return new Arguments(verb, more);
  }

  boolean has(String name) {
    return get(name).isPresent();
  }

  /** The value, where it was given. */
  Optional<Object> get(String name) {
    if (verb.option(name) == null) {
      throw new IllegalArgumentException(verb.name() + " describes no option " + name);
    }
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value.
   *
   * @throws RobustaException if it was not given
   */
  Object required(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new RobustaException(
                    "%s needs %s, %s; help %s tells more"
                        .formatted(
                            verb.name(), name, verb.option(name).kind().words(), verb.name())));
  }

  int count(String name, int otherwise) {
    return (Integer) get(name).orElse(otherwise);
  }

  long integer(String name, long otherwise) {
    return (Long) get(name).orElse(otherwise);
  }

  double number(String name, double otherwise) {
    return (Double) get(name).orElse(otherwise);
  }

  @SuppressWarnings("unchecked") // Kind.lists() makes nothing else
  Optional<Map<String, List<String>>> lists(String name) {
    return get(name).map(lists -> (Map<String, List<String>>) lists);
  }

  double[] numbers(String name, double... otherwise) {
    return (double[]) get(name).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return (Boolean) get(name).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return (String) get(name).orElse(otherwise);
  }

  Optional<Path> path(String name) {
    return get(name).map(Path.class::cast);
  }
}
