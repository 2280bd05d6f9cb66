package robusta.plan;

/**
 * An elementwise function.
 *
 * @param kind which one
 * @param alpha the slope of {@link Kind#RELU} below zero, the scale of {@link Kind#ELU} below zero;
 *     0 otherwise
 */
public record Activation(Kind kind, float alpha) {

  /** The functions that engines know. */
  public enum Kind {
    /** max(0, x), or alpha x below zero: the leaky form. */
    RELU,
    /** alpha (exp(x) - 1) below zero. */
    ELU,
    TANH,
    SIGMOID
  }

  /** Whether it is max(0, x), not the leaky form. */
  public boolean plainRelu() {
    return kind == Kind.RELU && alpha == 0;
  }
}
