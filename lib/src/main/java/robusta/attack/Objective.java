package robusta.attack;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.engine.EvalSession;
import robusta.engine.Tap;

/**
 * A number per example, and its gradient with respect to some values of the network. Whether it is
 * raised or lowered is the attack's choice ({@link Pgd.Builder#minimize}).
 *
 * <p>An objective belongs to one batch: it holds what the loss of each example needs (its label,
 * its target), indexed as the examples of that batch.
 */
public interface Objective {

  /** The values of the network that the loss reads. */
  Set<Tap> taps();

  /**
   * Whether gradients pass the last ReLU before the representation unchanged; {@code fake_relu} of
   * the library, used by inversion and visualisation.
   */
  default boolean fakeRelu() {
    return false;
  }

  /** What reports call it, such as {@code "cross entropy"}. */
  String name();

  /**
   * Returns normally when this objective can be used on such a batch.
   *
   * @param count examples in the whole batch
   * @param session the network
   * @throws robusta.run.RobustaException naming what does not fit, such as a label out of range
   */
  default void requireFits(int count, EvalSession session) {}

  /**
   * Computes losses and gradients of the examples in {@code values}.
   *
   * @param values the taps; the gradient of each example's own loss goes to {@link
   *     TapValues#gradient}
   * @param losses receives one loss per example here, from index 0
   */
  void evaluate(TapValues values, float[] losses);

  /** The cross entropy of the softmax of the logits, in nats; raised to be untargeted. */
  static Objective crossEntropy(int... labels) {
    return new CrossEntropy(labels.clone());
  }

  /**
   * The distance of the representation to a target, over the target's norm: ||R(x) - t|| / ||t||
   * per example; lowered by inversion. Uses fake ReLU. The gradient at distance zero is zero.
   *
   * @param targets N x D values
   */
  static Objective representationDistance(float[] targets) {
    return new RepresentationDistance(targets.clone());
  }

  /**
   * One coordinate of the representation, R(x)_i; raised by visualisation. Uses fake ReLU.
   *
   * @param features the coordinate: one for all examples, or one per example
   */
  static Objective feature(int... features) {
    return new Feature(features.clone(), Float.POSITIVE_INFINITY);
  }

  /**
   * min(R(x)_i - 1, 0): what the paper's authors raise to add a feature to an image in a fixed
   * number of steps; it stops pulling once the coordinate reaches 1. Uses fake ReLU.
   *
   * @param features the coordinate: one for all examples, or one per example
   */
  static Objective featureAddition(int... features) {
    return new Feature(features.clone(), 1);
  }

  /**
   * The mean over all values of an image of (w (x - t))^2, lowered to hold an image to what is
   * known of it: the second term of the authors' inpainting (MadryLab/robustness_applications,
   * inpainting.ipynb), where w is 1 for known pixels and 0 for others. It compares what the network
   * sees, so it makes no sense behind a {@link Transform} that moves pixels.
   *
   * @param targets N x (C*H*W) pixels t
   * @param weights as many weights w, 0 for what does not count
   */
  static Objective maskedDistance(float[] targets, float[] weights) {
    return new MaskedDistance(targets.clone(), weights.clone());
  }

  /**
   * The total variation of the image that the network sees: the sum over channels and pixels of the
   * length of the gradient, sqrt(right^2 + down^2), differences to the next pixel on the right and
   * below; lowered to make images smooth with edges (A. Mahendran, A. Vedaldi, Understanding deep
   * image representations by inverting them, CVPR 2015, with beta 1). Below lengths of 0.001 the
   * root is rounded off.
   */
  static Objective totalVariation(int channels, int height, int width) {
    return new TotalVariation(channels, height, width);
  }

  /**
   * A weighted sum, such as {@code sum(crossEntropy(labels).times(1), distance.times(10))}. It uses
   * fake ReLU if one of its terms does.
   */
  static Objective sum(Term... terms) {
    return new WeightedSum(List.of(terms));
  }

  /** This objective as a term of a {@link #sum}. */
  default Term times(double weight) {
    return new Term(weight, this);
  }

  /** The same loss, whose gradients pass the last ReLU unchanged; see {@link #fakeRelu}. */
  default Objective withFakeRelu() {
    return new ThroughRelu(this);
  }

  /**
   * A part of a {@link #sum}.
   *
   * @param weight what its loss is multiplied by; negative to turn its direction around
   * @param objective the loss
   */
  record Term(double weight, Objective objective) {}

  /**
   * A loss written in plain Java.
   *
   * @param taps the values it reads
   * @param loss computes losses and gradients, as {@link #evaluate}
   */
  static Objective of(String name, Set<Tap> taps, boolean fakeRelu, Evaluation loss) {
    return new PlainObjective(name, Set.copyOf(taps), fakeRelu, loss);
  }

  /**
   * A loss written as a small SameDiff graph, which also gives its gradient.
   *
   * @param taps the values it reads; each is a variable of shape [n, size]
   * @param data more inputs, one row per example of the batch: arrays of shape [N, ...]
   * @param fakeRelu see {@link #fakeRelu}
   * @param loss builds the graph once; it returns one loss per example, of shape [n]
   */
  static Objective custom(
      Set<Tap> taps, Map<String, INDArray> data, boolean fakeRelu, GraphLoss loss) {
    return new GraphObjective(Set.copyOf(taps), Map.copyOf(data), fakeRelu, loss);
  }

  /** A loss in plain Java. */
  @FunctionalInterface
  interface Evaluation {
    /** See {@link Objective#evaluate}. */
    void evaluate(TapValues values, float[] losses);
  }
}
