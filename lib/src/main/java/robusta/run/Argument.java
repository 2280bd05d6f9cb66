package robusta.run;

/** Checks on what a caller gave, which pass it on. */
public final class Argument {
  private Argument() {}

  /**
   * The number itself.
   *
   * @param what what it counts, as the sentence about it begins: {@code "the batch size"}
   * @throws RobustaException if it is below 1
   */
  public static int atLeastOne(String what, int number) {
    if (number < 1) {
      throw new RobustaException("%s must be at least 1, not %d".formatted(what, number));
    }
    return number;
  }
}
