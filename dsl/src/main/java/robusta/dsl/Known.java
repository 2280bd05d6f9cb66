package robusta.dsl;

/**
 * What is known of the thing before a dot.
 *
 * @param type its class
 * @param value itself; null where only running would give it
 * @param isClass whether the class itself is meant, not an object of it
 */
record Known(Class<?> type, Object value, boolean isClass) {

  static Known of(Object value) {
    return new Known(value.getClass(), value, false);
  }

  /** An object of the class; null where that says nothing. */
  static Known ofType(Class<?> type) {
    return type == null || type == void.class ? null : new Known(boxed(type), null, false);
  }

  /** The verb of the lazy sentence that this is; null where it is none. */
  Verb sentence() {
    if (isClass || !Sentence.class.isAssignableFrom(type)) {
      return null;
    }
    return value instanceof Sentence<?, ?> sentence
        ? sentence.arguments().verb()
        : Vocabulary.verbOfSentence(type);
  }

  private static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }
}
