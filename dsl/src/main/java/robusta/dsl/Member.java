package robusta.dsl;

/**
 * Something that may stand behind a dot.
 *
 * @param name what is written
 * @param kind a method, a property or a nested class
 * @param type what it gives
 * @param signature what it takes and gives, for people
 */
record Member(String name, Completion.Kind kind, Class<?> type, String signature) {}
