package robusta.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import robusta.data.Augmentation;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.engine.Engine;
import robusta.engine.MemoryNeed;
import robusta.engine.Precision;
import robusta.engine.Recipes;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.run.Argument;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/**
 * Trains a model, standard or adversarially.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(model, data, engine)
 *         .adversary(Adversary.pgd(Constraint.l2(0.5), 7))
 *         .epochs(30)
 *         .schedule(Schedule.cyclic())
 *         .checkpoints(directory)
 *         .run(context);
 * }</pre>
 *
 * <p>The defaults are those of MadryLab's {@code robustness} for CIFAR-10: 150 epochs in batches of
 * 128, SGD with rate 0.1, momentum 0.9 and weight decay 5e-4, the rate divided by 10 every 50
 * epochs. Augmentation is the caller's choice; there is none by default.
 *
 * <p>Everything random is derived from the context's seed, so the same seed on the same machine
 * gives the same bits, also when the training was killed and resumed in between.
 */
public final class Trainer {
  final Model model;
  final DataSource data;
  final Engine engine;
  int epochs = 150;
  Duration budget;
  int batchSize = 128;
  double learningRate = 0.1;
  Optimizer optimizer = Optimizer.sgd(0.9, 5e-4);
  Schedule schedule = Schedule.dropEvery(0.1, 50);
  Augmentation augmentation = Augmentation.NONE;
  Adversary adversary = Adversary.none();
  double epsWarmUp;
  Part part = Part.WHOLE;
  Precision precision = Precision.AUTO;
  int evaluateEvery = 1;
  int evaluationImages = 1000;
  Path checkpoints;
  boolean resume = true;
  Consumer<History> watcher = history -> {};
  LongSupplier nanos = System::nanoTime;

  private Trainer(Model model, DataSource data, Engine engine) {
    this.model = model;
    this.data = data;
    this.engine = engine;
  }

  /** Begins to describe a training; the weights of {@code model} are its start and its result. */
  public static Trainer of(Model model, DataSource data, Engine engine) {
    return new Trainer(model, data, engine);
  }

  /** How often to go through the training images; at least 1. */
  public Trainer epochs(int number) {
    epochs = Argument.atLeastOne("epochs", number);
    budget = null;
    return this;
  }

  /**
   * How long to train, instead of how many epochs. The schedule is stretched over this time, and
   * what took place before an interruption counts. Such a training ends on time but, since its
   * steps depend on the machine's speed, a second one does not give the same bits.
   */
  public Trainer budget(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new RobustaException("the time to train must be above 0, not " + time);
    }
    budget = time;
    return this;
  }

  /** Images per step; at least 1. */
  public Trainer batchSize(int images) {
    batchSize = Argument.atLeastOne("the batch size", images);
    return this;
  }

  /** The learning rate that the schedule scales. */
  public Trainer learningRate(double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new RobustaException("the learning rate must be a number above 0, not " + rate);
    }
    learningRate = rate;
    return this;
  }

  /** How weights follow the gradient. */
  public Trainer optimizer(Optimizer choice) {
    optimizer = choice;
    return this;
  }

  /** How the learning rate changes. */
  public Trainer schedule(Schedule choice) {
    schedule = choice;
    return this;
  }

  /** How training images are varied before the adversary sees them. */
  public Trainer augmentation(Augmentation choice) {
    augmentation = choice;
    return this;
  }

  /** Who attacks the training images; nobody by default. */
  public Trainer adversary(Adversary choice) {
    adversary = choice;
    return this;
  }

  /** Over how many epochs the adversary's eps grows straight from 0; none by default. */
  public Trainer epsWarmUp(double number) {
    if (!(number >= 0) || Double.isInfinite(number)) {
      throw new RobustaException("eps warm-up takes 0 epochs or more, not " + number);
    }
    epsWarmUp = number;
    return this;
  }

  /** What of the model is trained; all of it by default. */
  public Trainer only(Part choice) {
    part = choice;
    return this;
  }

  /** The number format inside the network; {@link Precision#AUTO} by default. */
  public Trainer precision(Precision choice) {
    precision = choice;
    return this;
  }

  /**
   * How training is watched: accuracy on the first test images, in float32, clean and (with an
   * adversary) under 20-step PGD in its ball.
   *
   * @param everyEpochs measure after every so many epochs, and after the last
   * @param images how many test images at most
   */
  public Trainer evaluation(int everyEpochs, int images) {
    evaluateEvery = Argument.atLeastOne("epochs between evaluations", everyEpochs);
    evaluationImages = Argument.atLeastOne("images to evaluate on", images);
    return this;
  }

  /**
   * Where the state of the training is kept after each epoch, and the best model. If the directory
   * holds the state of a training with the same settings, it goes on from there.
   */
  public Trainer checkpoints(Path directory) {
    checkpoints = directory;
    return this;
  }

  /** Whether to go on from a checkpoint that is there; on by default. */
  public Trainer resume(boolean on) {
    resume = on;
    return this;
  }

  /**
   * Who looks on: called on the training thread after each epoch with all epochs so far, those
   * before an interruption too. The training waits until the call returns.
   */
  public Trainer watcher(Consumer<History> choice) {
    watcher = choice;
    return this;
  }

  /**
   * Trains. Progress counts steps and evaluation batches of each epoch under {@code "epoch 3/10"};
   * before the first ends, {@code "training time"} says how long all will take, and {@code
   * "memory"} before it begins how much a batch takes.
   *
   * @throws RobustaException if the data don't fit the model, a checkpoint can't be used, memory
   *     does not suffice or the loss becomes something else than a number
   */
  public TrainingResult run(RunContext context) {
    requireFit();
    memory().require(largestBatch());
    History history = new History();
    Optional<TrainingFolder> folder = Optional.ofNullable(checkpoints).map(TrainingFolder::new);
    Map<String, String> settings = settings(context.seed());
    boolean stopped = false;
    try (TrainingRun run = new TrainingRun(this, settings, folder, history, context)) {
      run.run();
    } catch (CancelledException e) {
      stopped = true;
    } catch (OutOfMemoryError e) {
      throw new RobustaException(
          "a batch of %d images of %dx%dx%d does not fit into Java's %d MB of memory; try a batch of %d, or more memory (-Xmx)"
              .formatted(
                  batchSize,
                  model.channels(),
                  model.height(),
                  model.width(),
                  Runtime.getRuntime().maxMemory() >> 20,
                  Math.max(1, batchSize / 2)),
          e);
    }
    return new TrainingResult(
        history,
        stopped,
        folder.map(TrainingFolder::best).filter(Files::exists),
        folder.map(TrainingFolder::warnings).orElse(List.of()),
        Recipes.of("train", settings, engine, model, data.name(), context.seed()));
  }

  Precision resolvedPrecision() {
    return engine.resolve(precision);
  }

  /**
   * What it will take of the memory: {@link MemoryNeed#require} is asked with the batch size before
   * anything else, {@link MemoryNeed#largestBatch} tells what would fit.
   */
  public MemoryNeed memory() {
    Precision format = resolvedPrecision();
    boolean attacked = adversary.ball().isPresent();
    Work frozen = attacked ? Work.INPUT_GRADIENT : Work.FORWARD;
    MemoryNeed need = MemoryNeed.on(engine);
    if (part == Part.WHOLE) {
      need.session(model, Work.TRAINING, format);
    }
    boolean open = part == Part.HEAD || attacked;
    if (open) {
      need.session(model, frozen, format);
    }
    if (format != Precision.F32 || !open) {
      need.session(model, frozen, Precision.F32); // measures
    }
    long parameters = model.graph().numParams();
    long image = (long) Float.BYTES * model.channels() * model.height() * model.width();
    // What the optimizer remembers, the weights before the epoch, a checkpoint's copy; batches on
    // their way, an attack's state.
    return need.heap(
        Float.BYTES * parameters * (optimizer.memories() + (checkpoints == null ? 1 : 2)),
        image * (attacked ? 16 : 6));
  }

  /** Images in the largest batch that there is. */
  int largestBatch() {
    return Math.min(batchSize, data.train().size());
  }

  private void requireFit() {
    for (Dataset half : List.of(data.train(), data.test())) {
      if (half.size() == 0) {
        throw new RobustaException("the dataset '%s' is empty".formatted(half.name()));
      }
      model.requireImagesOf(half);
      int[] labels = model.labelsOf(half);
      if (!Arrays.equals(labels, IntStream.range(0, labels.length).toArray())) {
        throw new RobustaException(
            "'%s' has the classes of the model '%s' in another order (%s instead of %s); give the model a new head for these data"
                .formatted(
                    half.name(),
                    model.name(),
                    String.join(", ", half.classes()),
                    String.join(", ", model.classes())));
      }
    }
  }

  /** What decides the trained weights, as the recipe says it and a checkpoint remembers it. */
  private Map<String, String> settings(long seed) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (budget == null) {
      settings.put("epochs", Integer.toString(epochs));
    } else {
      settings.put("time", Pace.spoken(budget.toMillis() / 1e3));
    }
    settings.put("batch size", Integer.toString(batchSize));
    settings.put("learning rate", Double.toString(learningRate));
    settings.put("schedule", schedule.name());
    settings.put("optimizer", optimizer.name());
    settings.putAll(adversary.settings());
    if (epsWarmUp > 0) {
      settings.put("eps warm-up", epsWarmUp + " epochs");
    }
    settings.put("augmentation", augmentation.name());
    settings.put("precision", resolvedPrecision().word());
    settings.put("training images", data.train().size() + " of " + data.train().name());
    settings.put(
        "evaluation", "every %d epochs on %d images".formatted(evaluateEvery, evaluationImages));
    settings.put("network", network());
    if (!model.start().isEmpty()) {
      settings.put("start", model.start());
    }
    if (part != Part.WHOLE) {
      settings.put("trained part", part.name().toLowerCase(Locale.ROOT));
    }
    settings.put("seed", Long.toString(seed));
    return settings;
  }

  private String network() {
    // The seed in there made the initial weights, which a resumed training doesn't use.
    String configuration =
        model.graph().getConfiguration().toJson().replaceAll("\"seed\" *: *-?\\d+", "");
    return "%d parameters, configuration %08x"
        .formatted(model.graph().numParams(), configuration.hashCode());
  }
}
