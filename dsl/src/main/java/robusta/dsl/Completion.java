package robusta.dsl;

/**
 * Something that may be written at the cursor.
 *
 * @param text what is inserted instead of the characters from {@code from} to {@code to}
 * @param from where the word that is being written begins
 * @param to the cursor
 * @param kind what it is
 * @param meaning half a sentence for people; may be empty
 */
public record Completion(String text, int from, int to, Kind kind, String meaning) {

  /** What a candidate is. */
  public enum Kind {
    VERB,
    OPTION,
    METHOD,
    PROPERTY,
    VARIABLE,
    CONSTANT,
    NAME,
    CLASS,
    PACKAGE,
    KEYWORD
  }
}
