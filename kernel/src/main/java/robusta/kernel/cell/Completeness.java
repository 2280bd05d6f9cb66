package robusta.kernel.cell;

/** Whether a text can be run as it is. */
public sealed interface Completeness {

  /** It can. */
  record Complete() implements Completeness {}

  /**
   * More lines are needed.
   *
   * @param indent what the next line should begin with
   */
  record Incomplete(String indent) implements Completeness {}

  /** No further line can mend it. */
  record Invalid() implements Completeness {}
}
