package robusta.attack;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import robusta.engine.Tap;

/** Writes a loss as a SameDiff graph. */
@FunctionalInterface
public interface GraphLoss {

  /**
   * Adds the loss to the graph.
   *
   * @param graph the graph, for functions such as {@code graph.math()}
   * @param variables the taps and the extra inputs under their names: {@code "logits"}, {@code
   *     "representation"}, {@code "input"}, a layer's name, or the name of the input; see {@link
   *     #nameOf}
   * @return one loss per example, of shape [n]
   */
  SDVariable loss(SameDiff graph, Map<String, SDVariable> variables);

  /** The variable's name for a tap: that of its layer, without brackets for the three constants. */
  static String nameOf(Tap tap) {
    String layer = tap.layer();
    return layer.startsWith("<") ? layer.substring(1, layer.length() - 1) : layer;
  }
}
