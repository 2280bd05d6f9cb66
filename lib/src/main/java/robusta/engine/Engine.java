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

  /** What {@link Precision#AUTO} means on this machine for training. */
  Precision nativePrecision();

  /**
   * Opens a session in which the network is frozen: batch norm uses its running statistics, dropout
   * is off, no parameter gradient is computed.
   *
   * @param taps the values that will be read or differentiated; {@link Tap#LOGITS} is always there
   * @param precision {@link Precision#AUTO} means {@link Precision#F32} here
   * @throws robusta.run.RobustaException if the graph has a layer the engine can't run
   */
  EvalSession evaluate(Model model, Set<Tap> taps, Precision precision);

  /**
   * Opens a session that computes parameter gradients with batch statistics.
   *
   * @throws robusta.run.RobustaException if the graph has a layer the engine can't run
   */
  TrainSession train(Model model, Precision precision);
}
