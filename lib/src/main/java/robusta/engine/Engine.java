package robusta.engine;

import java.util.Set;
import robusta.model.Model;

/**
 * Runs models. All native work of an engine happens on one thread of its own (OpenMP makes a pool
 * of threads per calling thread), so sessions may be used from any thread; work queues.
 */
public interface Engine {

  /** What the engine is called in reports, such as {@code "oneDNN 3.8.1"}. */
  String name();

  /** What {@link Precision#AUTO} means on this machine. */
  Precision nativePrecision();

  /** The number format itself, with what {@link Precision#AUTO} means in its place. */
  default Precision resolve(Precision precision) {
    return precision == Precision.AUTO ? nativePrecision() : precision;
  }

  /** Whether it computes in a number format on this machine; always in {@link Precision#AUTO}. */
  boolean supports(Precision precision);

  /**
   * Opens a session in which the network is frozen: batch norm uses its running statistics, dropout
   * is off, no parameter gradient is computed.
   *
   * @param taps the values that will be read or differentiated; {@link Tap#LOGITS} is always there
   * @throws robusta.run.RobustaException if the graph has a layer the engine can't run, or the
   *     machine can't compute in the precision
   */
  EvalSession evaluate(Model model, Set<Tap> taps, Precision precision);

  /**
   * Opens a session that computes parameter gradients with batch statistics.
   *
   * @throws robusta.run.RobustaException if the graph has a layer the engine can't run, or the
   *     machine can't compute in the precision
   */
  TrainSession train(Model model, Precision precision);

  /**
   * Estimates what a session takes for batches of some size; nothing is compiled or allocated.
   *
   * @param batch images at once, at least 1
   * @throws robusta.run.RobustaException if the graph has a layer the engine can't run
   */
  MemoryEstimate estimate(Model model, Work work, Precision precision, int batch);

  /**
   * Bytes outside Java's heap that sessions can have without driving everything else out of memory;
   * what those of this engine share already is among them. {@link Long#MAX_VALUE} where the system
   * doesn't say.
   */
  long freeMemory();
}
