package robusta.engine;

/** What a network is run for, which decides what it has to keep in memory. */
public enum Work {
  /** Values only. */
  FORWARD("looking"),
  /** Values, then gradients with respect to the images: attacks, inversions and their like. */
  INPUT_GRADIENT("changing images"),
  /** Values, then gradients with respect to the parameters. */
  TRAINING("training");

  private final String words;

  Work(String words) {
    this.words = words;
  }

  /** How a sentence calls it. */
  public String words() {
    return words;
  }
}
