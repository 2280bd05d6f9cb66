package robusta.dsl;

/** How numbers are written. */
final class Numbers {
  private Numbers() {}

  /** Without a fraction where there is none, so that 1, 1.0 and 1.00 are one text. */
  static String text(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }
}
