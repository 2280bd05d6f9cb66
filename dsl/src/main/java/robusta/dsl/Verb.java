package robusta.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import robusta.run.RobustaException;

/**
 * One verb of the language: what help says about it, what completion offers and what its arguments
 * are checked against.
 *
 * @param name what a script writes, such as {@code "invert"}
 * @param subject whose method it is: empty for a verb that stands alone, else what a script has
 *     before the dot, such as {@code "network"}
 * @param usage the shape of the sentence, such as {@code "invert(targets)"}
 * @param meaning what it does and what it gives, in one or two sentences
 * @param options its named arguments, in the order help lists them
 * @param chained whether the options may be written as methods too
 * @param example a sentence or more that work
 */
public record Verb(
    String name,
    String subject,
    String usage,
    String meaning,
    Map<String, Option> options,
    boolean chained,
    String example) {

  /** The option of this name, or null. */
  public Option option(String optionName) {
    return options.get(optionName);
  }

  /** The names of all options. */
  public List<String> optionNames() {
    return List.copyOf(options.keySet());
  }

  /**
   * Checks one argument.
   *
   * @return the typed value
   * @throws RobustaException if there is no such option or the value does not fit it
   */
  Object check(String optionName, Object value) {
    Option option = options.get(optionName);
    if (option == null) {
      throw new RobustaException(unknown(optionName));
    }
    Object typed = option.kind().convert(value);
    if (typed == null) {
      throw new RobustaException(
          "%s of %s must be %s, not %s"
              .formatted(optionName, name, option.kind().words(), Kind.show(value)));
    }
    return typed;
  }

  /** Checks all named arguments of a call; see {@link #check(String, Object)}. */
  Arguments check(Map<?, ?> named) {
    Map<String, Object> typed = new LinkedHashMap<>();
    named.forEach((key, value) -> typed.put(key.toString(), check(key.toString(), value)));
    return new Arguments(this, typed);
  }

  private String unknown(String optionName) {
    String otherwise =
        options.isEmpty() ? "; it takes none" : "; it takes " + String.join(", ", options.keySet());
    return "unknown option '%s' for %s%s"
        .formatted(optionName, name, Nearest.hint(optionName, options.keySet(), otherwise));
  }

  /** Begins the description of a verb that stands alone. */
  static Builder verb(String name, String usage, String meaning) {
    return new Builder("", name, usage, meaning);
  }

  /** Begins the description of a verb that is a method of something. */
  static Builder verbOf(String subject, String name, String usage, String meaning) {
    return new Builder(subject, name, usage, meaning);
  }

  /** Collects a verb's description. */
  static final class Builder {
    private final String subject;
    private final String name;
    private final String usage;
    private final String meaning;
    private final List<Option> options = new ArrayList<>();
    private boolean chained;

    private Builder(String subject, String name, String usage, String meaning) {
      this.subject = subject;
      this.name = name;
      this.usage = usage;
      this.meaning = meaning;
    }

    Builder option(String option, Kind kind, String otherwise, String what) {
      options.add(new Option(option, kind, otherwise, what));
      return this;
    }

    /** Its options are methods of the sentence too. */
    Builder chained() {
      chained = true;
      return this;
    }

    Verb example(String example) {
      Map<String, Option> byName = new LinkedHashMap<>();
      options.forEach(option -> byName.put(option.name(), option));
      return new Verb(
          name, subject, usage, meaning, Collections.unmodifiableMap(byName), chained, example);
    }
  }
}
