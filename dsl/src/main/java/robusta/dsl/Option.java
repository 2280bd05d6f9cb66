package robusta.dsl;

/**
 * One named argument of a verb; a lazy sentence also takes it as a chained method of that name.
 *
 * @param name what a script writes
 * @param kind what values it takes
 * @param otherwise the value used when it is not given, in words; empty when it must be given
 * @param meaning what it decides, as half a sentence
 */
public record Option(String name, Kind kind, String otherwise, String meaning) {}
