package robusta.attack;

import java.util.Set;
import robusta.engine.Tap;

/** Says when an example is done before the last step; it then stays as it is. */
public interface StopRule {

  /** The values that the rule reads. */
  Set<Tap> taps();

  /**
   * Whether an example is done.
   *
   * @param values the taps at the current images
   * @param example which example, from 0 to {@code values.count() - 1}
   */
  boolean done(TapValues values, int example);

  /**
   * The paper's rule for feature manipulation (section 4.2.1): done as soon as the feature is
   * larger than every other coordinate of the representation.
   *
   * @param features the coordinate: one for all examples, or one per example
   */
  static StopRule dominates(int... features) {
    return new Dominates(features.clone());
  }
}
