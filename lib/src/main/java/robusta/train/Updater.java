package robusta.train;

import java.util.List;
import java.util.stream.IntStream;
import robusta.train.FlatParameters.Range;

/**
 * An {@link Optimizer} at work on a model's parameters, with what it remembers.
 *
 * <p>The parameters are handled in pieces that fit into a core's cache, by several threads; since a
 * rule treats every weight alike, the result does not depend on how many.
 */
final class Updater {
  private final FlatParameters parameters;
  private final Optimizer optimizer;
  private final float[][] memory;
  private final List<Range> pieces;
  private final float[][] weights;
  private final float[][] gradients;
  private long steps;

  Updater(FlatParameters parameters, Optimizer optimizer) {
    this(parameters, optimizer, Runtime.getRuntime().availableProcessors());
  }

  Updater(FlatParameters parameters, Optimizer optimizer, int threads) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.memory = new float[optimizer.memories()][parameters.size()];
    this.pieces = parameters.pieces();
    this.weights = new float[threads][FlatParameters.longestPiece()];
    this.gradients = new float[threads][FlatParameters.longestPiece()];
  }

  /** Moves every weight along its gradient. */
  void step(double rate) {
    steps++;
    int threads = weights.length;
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              for (int i = thread; i < pieces.size(); i += threads) {
                update(pieces.get(i), weights[thread], gradients[thread], rate);
              }
            });
  }

  private void update(Range piece, float[] weight, float[] gradient, double rate) {
    parameters.readWeights(piece, weight);
    parameters.readGradient(piece, gradient);
    int count = piece.to() - piece.from();
    optimizer.update(weight, gradient, memory, piece.from(), count, steps, rate);
    parameters.writeWeights(piece, weight);
  }

  /** How many steps were taken. */
  long steps() {
    return steps;
  }

  /** What the rule remembers, one array of the parameters' size per memory; not a copy. */
  float[][] memory() {
    return memory;
  }

  /** Goes on from an earlier state. */
  void restore(long stepsTaken, float[][] remembered) {
    steps = stepsTaken;
    for (int i = 0; i < memory.length; i++) {
      System.arraycopy(remembered[i], 0, memory[i], 0, memory[i].length);
    }
  }
}
