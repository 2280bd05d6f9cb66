package robusta.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import robusta.run.RobustaException;

/**
 * A model's graph as a list of typed steps in an order in which they can run.
 *
 * @param steps the operations; no two have the same output
 * @param shapes the size of each value; value 0 is the normalised image
 * @param representation the value that the last dense layer reads
 * @param logits the value that the last dense layer computes
 * @param layers for each layer of the graph the value that it hands on
 */
public record Plan(
    List<Step> steps,
    List<Shape> shapes,
    int representation,
    int logits,
    Map<String, Integer> layers) {

  /** How many numbers the largest weights of a convolution or dense layer have. */
  public int largestWeights() {
    int largest = 0;
    for (Step step : steps) {
      if (step instanceof Step.Conv conv) {
        largest = Math.max(largest, conv.weights().size());
      } else if (step instanceof Step.Dense dense) {
        largest = Math.max(largest, dense.weights().size());
      }
    }
    return largest;
  }

  /** The last dense layer, which computes the logits from the representation. */
  public Step.Dense head() {
    return (Step.Dense) producer(logits);
  }

  /** The steps that read a value. */
  public List<Step> consumers(int value) {
    List<Step> found = new ArrayList<>();
    for (Step step : steps) {
      if (step.inputs().contains(value)) {
        found.add(step);
      }
    }
    return found;
  }

  /** The step that computes a value; null for the image. */
  public Step producer(int value) {
    for (Step step : steps) {
      if (step.output() == value) {
        return step;
      }
    }
    return null;
  }

  /**
   * The last ReLU before the representation, whose derivative MadryLab's {@code fake_relu} replaces
   * by 1; null where only something else than pooling, flattening and dropout lies between.
   */
  public Step.Activate lastRelu() {
    Step step = producer(representation);
    while (step instanceof Step.Pool
        || step instanceof Step.Flatten
        || step instanceof Step.Dropout) {
      step = producer(step.inputs().get(0));
    }
    return step instanceof Step.Activate activate && activate.function().plainRelu()
        ? activate
        : null;
  }

  /**
   * The value that a layer of the graph hands on.
   *
   * @throws RobustaException if there is no such layer
   */
  public int layer(String name) {
    Integer value = layers.get(name);
    if (value == null) {
      throw new RobustaException(
          "the model has no layer '%s'; its layers are %s"
              .formatted(name, String.join(", ", layers.keySet())));
    }
    return value;
  }
}
