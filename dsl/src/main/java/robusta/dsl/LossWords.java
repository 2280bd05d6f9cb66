package robusta.dsl;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Groovy's operators on SameDiff variables, so that a loss reads as a formula: {@code (logits *
 * target).sum(1) - 0.1 * rep.norm2(1)}; a Groovy extension module.
 */
public final class LossWords {
  private LossWords() {}

  public static SDVariable plus(SDVariable a, SDVariable b) {
    return a.add(b);
  }

  public static SDVariable plus(SDVariable a, Number b) {
    return a.add(b.doubleValue());
  }

  public static SDVariable plus(Number a, SDVariable b) {
    return b.add(a.doubleValue());
  }

  public static SDVariable minus(SDVariable a, SDVariable b) {
    return a.sub(b);
  }

  public static SDVariable minus(SDVariable a, Number b) {
    return a.sub(b.doubleValue());
  }

  public static SDVariable minus(Number a, SDVariable b) {
    return b.rsub(a.doubleValue());
  }

  public static SDVariable multiply(SDVariable a, SDVariable b) {
    return a.mul(b);
  }

  public static SDVariable multiply(SDVariable a, Number b) {
    return a.mul(b.doubleValue());
  }

  public static SDVariable multiply(Number a, SDVariable b) {
    return b.mul(a.doubleValue());
  }

  public static SDVariable div(SDVariable a, SDVariable b) {
    return a.div(b);
  }

  public static SDVariable div(SDVariable a, Number b) {
    return a.div(b.doubleValue());
  }

  public static SDVariable div(Number a, SDVariable b) {
    return b.rdiv(a.doubleValue());
  }

  public static SDVariable power(SDVariable a, Number b) {
    return a.pow(b.doubleValue());
  }

  public static SDVariable negative(SDVariable a) {
    return a.neg();
  }
}
