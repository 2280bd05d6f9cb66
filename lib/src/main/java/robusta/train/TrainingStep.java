package robusta.train;

import java.util.Optional;
import java.util.Set;
import robusta.data.Batch;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.engine.TrainSession;
import robusta.model.Model;
import robusta.run.NotANumberException;
import robusta.run.RunContext;

/**
 * One step of training, with everything it keeps open: the adversary changes the batch, the network
 * goes forward and back in train mode, the optimizer moves the weights.
 */
public final class TrainingStep implements AutoCloseable {
  private final Model model;
  private final FlatParameters parameters;
  private final Updater updater;
  private final TrainSession network;
  private final Optional<EvalSession> frozen;
  private final Part part;
  private final boolean attacked;
  private final Adversary.Attacker attacker;
  private final SoftmaxLoss loss;
  private final float[] logits;

  /**
   * Opens a network for training.
   *
   * @param batchSize the largest batch
   * @throws robusta.run.RobustaException if the engine can't run the network
   */
  public TrainingStep(
      Model model,
      Engine engine,
      Precision precision,
      Optimizer optimizer,
      Adversary adversary,
      int batchSize) {
    this(model, engine, precision, optimizer, adversary, Part.WHOLE, batchSize);
  }

  /**
   * Opens a network for training a part of it.
   *
   * @param batchSize the largest batch
   * @throws robusta.run.RobustaException if the engine can't run the network
   */
  public TrainingStep(
      Model model,
      Engine engine,
      Precision precision,
      Optimizer optimizer,
      Adversary adversary,
      Part part,
      int batchSize) {
    this.model = model;
    this.part = part;
    this.attacked = adversary.ball().isPresent();
    int classes = model.classes().size();
    loss = new SoftmaxLoss(classes, batchSize);
    logits = new float[batchSize * classes];
    Precision format = engine.resolve(precision);
    parameters = FlatParameters.of(model, part);
    updater = new Updater(parameters, optimizer);
    if (part == Part.HEAD) {
      EvalSession body = engine.evaluate(model, Set.of(Tap.REPRESENTATION, Tap.LOGITS), format);
      network = new HeadSession(model, body, parameters);
      frozen = Optional.of(body);
    } else {
      network = engine.train(model, format);
      frozen = adversary.ball().map(unused -> engine.evaluate(model, Set.of(Tap.LOGITS), format));
    }
    attacker =
        adversary.on(
            frozen.orElse(null), model.channels(), model.height(), model.width(), batchSize);
  }

  /**
   * Takes a step.
   *
   * @param batch images, which are changed in place, with their labels
   * @param number which step this is, from 0; decides the random numbers
   * @param rate the learning rate
   * @param eps the radius of the adversary's ball now
   * @param context the seed and the request to stop
   * @throws NotANumberException if the loss is not a number
   */
  public void take(Batch batch, long number, double rate, double eps, RunContext context) {
    Images images = batch.images();
    int count = batch.size();
    network.cancelWith(context.cancellation());
    if (attacked) {
      EvalSession session = frozen.orElseThrow();
      session.cancelWith(context.cancellation());
      if (part == Part.HEAD) {
        session.refreshHead();
      } else {
        session.refresh();
      }
      attacker.attack(
          images.pixels(), batch.labels(), count, eps, context.random("attack", number));
    }
    long dropoutSeed = context.random("dropout", number).nextLong();
    network.forward(images.pixels(), count, dropoutSeed, logits);
    loss.evaluate(logits, batch.labels(), count);
    if (!Double.isFinite(loss.mean())) {
      throw new NotANumberException("the loss became " + loss.mean());
    }
    network.backward(loss.gradient());
    updater.step(rate);
  }

  /** The mean loss of the latest batch as the network saw it, before the weights moved; in nats. */
  public double loss() {
    return loss.mean();
  }

  /** How many images of the latest batch the network classified correctly as it saw them. */
  public int hits() {
    return loss.hits();
  }

  /** The model being trained. */
  Model model() {
    return model;
  }

  FlatParameters parameters() {
    return parameters;
  }

  Updater updater() {
    return updater;
  }

  /** The frozen network that the adversary attacks, or the body that a head stands on. */
  Optional<EvalSession> frozen() {
    return frozen;
  }

  @Override
  public void close() {
    if (part != Part.HEAD) { // whose session closes the body
      frozen.ifPresent(EvalSession::close);
    }
    network.close();
  }
}
