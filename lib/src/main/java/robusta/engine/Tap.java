package robusta.engine;

/**
 * A value of the network that an objective reads and differentiates.
 *
 * @param layer the name of the layer in the model's graph whose output it is; for the three
 *     constants a name that no layer has
 */
public record Tap(String layer) {
  /** The image itself, before the normaliser: N x (C*H*W) values. */
  public static final Tap INPUT = new Tap("<input>");

  /** The input of the last dense layer: N x D values. */
  public static final Tap REPRESENTATION = new Tap("<representation>");

  /** What goes into the softmax: N x classes values. */
  public static final Tap LOGITS = new Tap("<logits>");
}
