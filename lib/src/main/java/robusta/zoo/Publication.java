package robusta.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoublePredicate;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Dataset;
import robusta.data.KnownData;
import robusta.engine.Engine;
import robusta.engine.EvalSession;
import robusta.engine.Precision;
import robusta.engine.Tap;
import robusta.model.Architecture;
import robusta.model.Checkpoints;
import robusta.model.Model;
import robusta.run.AtomicFile;
import robusta.run.CancelledException;
import robusta.run.Machine;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import robusta.train.EpochRecord;
import robusta.train.Evaluation;
import robusta.train.EvaluationResult;
import robusta.train.TrainingResult;

/**
 * Makes a trained model ready for the zoo: {@code NAME.safetensors} with the weights in half
 * precision, and {@code NAME.json}, the card, with the accuracies of those very weights.
 *
 * <pre>{@code
 * ModelCard card =
 *     Publication.of(model, List.of(training), engine)
 *         .on(data.test())
 *         .eps(0, 0.5)
 *         .about("A ResNet-18 of width 32, robust within eps 0.5 in L2")
 *         .script("examples/training/cifar10-l2-0.5.groovy")
 *         .write(folder, context);
 * }</pre>
 *
 * <p>The weights are written first, so that they are not lost when the evaluation is stopped.
 */
public final class Publication {
  private static final double SECONDS_PER_HOUR = 3600;

  /** Of a radius that the model was not trained for, so many images tell enough. */
  private static final int FIRST = 1000;

  private final Model model;
  private final List<TrainingResult> trainings;
  private final TrainingResult training;
  private final Engine engine;
  private Dataset dataset;
  private double[] eps = {0};
  private Pgd attack = Pgd.in(Constraint.l2(0)).steps(20).build();
  private int images = Integer.MAX_VALUE;
  private int batchSize;
  private String about = "";
  private String licence = "Apache-2.0";
  private String script = "";

  private Publication(Model model, List<TrainingResult> trainings, Engine engine) {
    this.model = model;
    this.trainings = List.copyOf(trainings);
    if (trainings.isEmpty()) {
      throw new RobustaException(
          "'%s' was not trained; only what a training made can be published"
              .formatted(model.name()));
    }
    this.training = trainings.get(trainings.size() - 1);
    this.engine = engine;
  }

  /**
   * Begins to describe what is published.
   *
   * @param model the trained model, whose name is the entry's
   * @param trainings what trained it, each from what the one before left; at least one
   */
  public static Publication of(Model model, List<TrainingResult> trainings, Engine engine) {
    return new Publication(model, trainings, engine);
  }

  /** The images and labels that accuracy is measured on. */
  public Publication on(Dataset choice) {
    dataset = choice;
    return this;
  }

  /**
   * The radii at which accuracy is measured, in the card's order; 0 means clean images. These and
   * the radius of the training are measured on all images, others on the first 1,000. The first
   * above 0 is the one that tables show, see {@link ModelCard#attacked}.
   */
  public Publication eps(double... radii) {
    eps = radii.clone();
    return this;
  }

  /** The attack; see {@link Evaluation#attack}. */
  public Publication attack(Pgd choice) {
    attack = choice;
    return this;
  }

  /** Measures on the first images only. */
  public Publication first(int count) {
    images = count;
    return this;
  }

  /** How many images at once; the result does not depend on it. */
  public Publication batchSize(int count) {
    batchSize = count;
    return this;
  }

  /** What the model is, in a sentence. */
  public Publication about(String sentence) {
    about = sentence;
    return this;
  }

  /** The licence of the weights; Apache-2.0 unless said. */
  public Publication licence(String name) {
    licence = name;
    return this;
  }

  /** The script that trains it again, from the root of the repository. */
  public Publication script(String file) {
    script = file;
    return this;
  }

  /**
   * Writes both files into a folder.
   *
   * @return the card
   * @throws RobustaException if the training had not ended, a file cannot be written, or the
   *     dataset doesn't fit the model
   * @throws CancelledException if it was stopped; the weights are then written, the card is not
   */
  public ModelCard write(Path folder, RunContext context) {
    if (training.stopped() || training.history().epochs().isEmpty()) {
      throw new RobustaException(
          "the training of '%s' was stopped; only what was trained to its end can be published"
              .formatted(model.name()));
    }
    if (model.architecture() == null) {
      throw new RobustaException(
          "'%s' is a graph of its own; only Robusta's architectures can be published, since a file of weights says which one it is of"
              .formatted(model.name()));
    }
    if (dataset == null) {
      throw new RobustaException("publishing needs images to measure on; give them with on(...)");
    }
    evaluation(model, eps).requireComplete();
    Path weights = folder.resolve(model.name() + ".safetensors");
    Checkpoints.saveHalf(model, weights);
    Model shipped = Checkpoints.load(weights);
    ModelCard card = card(shipped, size(weights), scores(shipped, context));
    AtomicFile.write(
        folder.resolve(model.name() + ".json"),
        out -> out.write(card.json().getBytes(StandardCharsets.UTF_8)));
    return card;
  }

  /** One for each eps, in their order. */
  private List<EvaluationResult.Score> scores(Model shipped, RunContext context) {
    List<EvaluationResult.Score> measured = new ArrayList<>();
    measured.addAll(measure(shipped, images, this::matters, context));
    measured.addAll(measure(shipped, Math.min(images, FIRST), radius -> !matters(radius), context));
    return Arrays.stream(eps)
        .mapToObj(
            radius ->
                measured.stream().filter(score -> score.eps() == radius).findFirst().orElseThrow())
        .toList();
  }

  /** Whether a radius is 0 or that of the training, whose recipe keeps six digits of it. */
  private boolean matters(double radius) {
    double own = Double.parseDouble(training.recipe().settings().getOrDefault("eps", "0"));
    return radius == 0 || Math.abs(radius - own) <= 1e-5 * own;
  }

  private List<EvaluationResult.Score> measure(
      Model shipped, int first, DoublePredicate wanted, RunContext context) {
    double[] radii = Arrays.stream(eps).filter(wanted).toArray();
    if (radii.length == 0) {
      return List.of();
    }
    EvaluationResult measured = evaluation(shipped, radii).first(first).run(context);
    if (measured.stopped()) {
      throw new CancelledException();
    }
    return measured.scores();
  }

  private Evaluation evaluation(Model measured, double... radii) {
    Evaluation evaluation = Evaluation.of(engine, measured).on(dataset).eps(radii).attack(attack);
    return batchSize > 0 ? evaluation.batchSize(batchSize) : evaluation;
  }

  private ModelCard card(Model shipped, long bytes, List<EvaluationResult.Score> measured) {
    return new ModelCard(
        model.name(),
        about,
        network(),
        trainings.stream()
            .filter(each -> !each.history().epochs().isEmpty())
            .map(Publication::entry)
            .toList(),
        new ModelCard.Weights("f16", bytes, shipped.hash()),
        accuracy(measured),
        licence,
        script);
  }

  private ModelCard.Network network() {
    Architecture architecture = model.architecture();
    int representation;
    try (EvalSession session = engine.evaluate(model, Set.of(Tap.REPRESENTATION), Precision.F32)) {
      representation = session.size(Tap.REPRESENTATION);
    }
    return new ModelCard.Network(
        architecture.name(),
        architecture.form().name().toLowerCase(Locale.ROOT),
        architecture.width(),
        model.parameterCount(),
        representation,
        "%dx%dx%d".formatted(model.channels(), model.height(), model.width()),
        model.classes().size());
  }

  private static ModelCard.Training entry(TrainingResult training) {
    List<EpochRecord> epochs = training.history().epochs();
    String data = training.recipe().data();
    Machine machine = Machine.current();
    return new ModelCard.Training(
        data,
        KnownData.named(data).map(KnownData::about).orElse(data),
        training.recipe().seed(),
        training.recipe().settings(),
        epochs.size(),
        Math.round(epochs.get(epochs.size() - 1).seconds() / SECONDS_PER_HOUR * 100) / 100.0,
        "%s, %d %s"
            .formatted(machine.cpu(), machine.cores(), machine.cores() == 1 ? "core" : "cores"),
        training.recipe().versions(),
        epochs.stream().map(epoch -> Math.round(epoch.trainLoss() * 1e4) / 1e4).toList());
  }

  private List<ModelCard.Accuracy> accuracy(List<EvaluationResult.Score> measured) {
    List<ModelCard.Accuracy> all = new ArrayList<>();
    for (EvaluationResult.Score score : measured) {
      all.add(
          new ModelCard.Accuracy(
              score.eps() == 0 ? "clean" : attackName(),
              attack.constraint().norm(),
              score.eps(),
              score.correct(),
              score.images(),
              dataset.name()));
    }
    return all;
  }

  private String attackName() {
    return attack.restarts() > 1
        ? "PGD-%d with %d restarts".formatted(attack.steps(), attack.restarts())
        : "PGD-" + attack.steps();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
