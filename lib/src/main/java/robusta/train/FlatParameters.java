package robusta.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import robusta.model.Model;
import robusta.plan.Parameter;
import robusta.plan.PlanCompiler;
import robusta.plan.Step;
import robusta.run.RobustaException;

/**
 * A model's parameters and their gradient where DL4J keeps them: two flat float32 arrays outside
 * the heap, in the same order. Some positions are no weights but batch norm's running statistics,
 * which an optimizer leaves alone.
 */
public final class FlatParameters {
  /** A quarter of a typical second-level cache for each of the arrays an optimizer touches. */
  private static final int PIECE = 16384;

  private final FloatBuffer weights;
  private final FloatBuffer gradient;
  private final List<Range> trainable;

  /**
   * Consecutive positions.
   *
   * @param from the first
   * @param to after the last
   */
  public record Range(int from, int to) {}

  private FlatParameters(FloatBuffer weights, FloatBuffer gradient, List<Range> trainable) {
    this.weights = weights;
    this.gradient = gradient;
    this.trainable = trainable;
  }

  /**
   * A view of a model's parameters; what is written through it is in the model.
   *
   * @throws RobustaException if they are not float32 or none
   */
  public static FlatParameters of(Model model) {
    return of(model, Part.WHOLE);
  }

  /** The same view, of which only a part is there to be trained. */
  static FlatParameters of(Model model, Part part) {
    ComputationGraph graph = model.graph();
    if (graph.params() == null || graph.params().isEmpty()) {
      throw new RobustaException(
          "the model '%s' has no parameters to train".formatted(model.name()));
    }
    if (graph.params().dataType() != DataType.FLOAT) {
      throw new RobustaException(
          "the parameters of '%s' are %s; define its graph with DataType.FLOAT"
              .formatted(model.name(), graph.params().dataType()));
    }
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    return new FlatParameters(
        buffer(graph.params()),
        buffer(graph.getFlattenedGradients()),
        part == Part.HEAD ? head(model) : trainable(graph));
  }

  private static List<Range> head(Model model) {
    Step.Dense head = PlanCompiler.compile(model).head();
    return Stream.of(head.weights(), head.bias())
        .filter(Objects::nonNull)
        .map(FlatParameters::range)
        .sorted(Comparator.comparingInt(Range::from))
        .toList();
  }

  /** Where a parameter lies, in whatever order its numbers are there. */
  static Range range(Parameter parameter) {
    int from = Math.toIntExact(parameter.offset());
    return new Range(from, from + parameter.size());
  }

  private static FloatBuffer buffer(INDArray flat) {
    FloatPointer pointer = new FloatPointer(flat.data().pointer());
    return pointer.position(flat.offset()).limit(flat.offset() + flat.length()).asBuffer();
  }

  private static List<Range> trainable(ComputationGraph graph) {
    List<Range> running = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization) {
        Map<String, INDArray> parameters = layer.paramTable();
        for (String key : List.of("mean", "var", "log10stdev")) {
          INDArray values = parameters.get(key);
          if (values != null) {
            int from = Math.toIntExact(values.offset() - graph.params().offset());
            running.add(new Range(from, from + (int) values.length()));
          }
        }
      }
    }
    running.sort((a, b) -> Integer.compare(a.from(), b.from()));
    List<Range> between = new ArrayList<>();
    int at = 0;
    for (Range range : running) {
      if (range.from() > at) {
        between.add(new Range(at, range.from()));
      }
      at = range.to();
    }
    int size = Math.toIntExact(graph.params().length());
    if (at < size) {
      between.add(new Range(at, size));
    }
    return List.copyOf(between);
  }

  /** How many numbers there are, running statistics included. */
  public int size() {
    return weights.limit();
  }

  /** Where what is trained lies, in order; between it lies what stays as it is. */
  public List<Range> trainable() {
    return trainable;
  }

  /** The same positions in pieces that fit into a cache. */
  List<Range> pieces() {
    List<Range> pieces = new ArrayList<>();
    for (Range range : trainable) {
      for (int from = range.from(); from < range.to(); from += PIECE) {
        pieces.add(new Range(from, Math.min(range.to(), from + PIECE)));
      }
    }
    return pieces;
  }

  /** The longest piece. */
  static int longestPiece() {
    return PIECE;
  }

  /** Copies the values at a range to the beginning of an array. */
  void readWeights(Range range, float[] into) {
    weights.get(range.from(), into, 0, range.to() - range.from());
  }

  /** Copies the gradient at a range to the beginning of an array. */
  void readGradient(Range range, float[] into) {
    gradient.get(range.from(), into, 0, range.to() - range.from());
  }

  /** Overwrites the gradient at a range with the beginning of an array. */
  void writeGradient(Range range, float[] from) {
    gradient.put(range.from(), from, 0, range.to() - range.from());
  }

  /** Overwrites the values at a range with the beginning of an array. */
  void writeWeights(Range range, float[] from) {
    weights.put(range.from(), from, 0, range.to() - range.from());
  }

  /** A copy of everything. */
  float[] copy() {
    float[] all = new float[size()];
    weights.get(0, all);
    return all;
  }

  /** Overwrites everything. */
  void set(float[] all) {
    weights.put(0, all);
  }

  /**
   * Returns normally when every value is a finite number.
   *
   * @throws RobustaException otherwise
   */
  void requireFinite(String model) {
    if (!finite()) {
      throw new RobustaException(
          "some weights of '%s' are not numbers; load it anew or begin with a new model"
              .formatted(model));
    }
  }

  /** Whether every value is a finite number. */
  boolean finite() {
    float[] piece = new float[PIECE];
    for (int from = 0; from < size(); from += PIECE) {
      int count = Math.min(PIECE, size() - from);
      weights.get(from, piece, 0, count);
      for (int i = 0; i < count; i++) {
        if (!Float.isFinite(piece[i])) {
          return false;
        }
      }
    }
    return true;
  }
}
