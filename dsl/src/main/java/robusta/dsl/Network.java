package robusta.dsl;

import groovy.transform.NamedParam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import robusta.attack.Constraint;
import robusta.attack.Pgd;
import robusta.data.Augmentation;
import robusta.data.DataSource;
import robusta.data.Dataset;
import robusta.display.LiveTraining;
import robusta.engine.Precision;
import robusta.model.Model;
import robusta.represent.Activations;
import robusta.represent.Representations;
import robusta.run.RobustaException;
import robusta.train.Adversary;
import robusta.train.Evaluation;
import robusta.train.EvaluationResult;
import robusta.train.Optimizer;
import robusta.train.Part;
import robusta.train.Schedule;
import robusta.train.Trainer;
import robusta.train.TrainingResult;
import robusta.train.WeightAverage;
import robusta.zoo.ModelCard;
import robusta.zoo.Publication;
import tech.tablesaw.api.Table;

/** A network as a script handles it: a model, and the data it is for. */
public final class Network {
  private final Workbench bench;
  private final Model model;
  private final Supplier<DataSource> data;
  private final ModelCard card;

  /** The trainings of this session, each from what the one before left. */
  private final List<TrainingResult> trainings = new ArrayList<>();

  /** What the latest training of this session with checkpoints in a folder began with. */
  private final Map<Path, String> starts = new HashMap<>();

  /**
   * A network.
   *
   * @param data what it learns from; null when that is not known
   */
  Network(Workbench bench, Model model, DataSource data) {
    this(bench, model, () -> data, null);
  }

  /**
   * A pretrained network.
   *
   * @param data finds what it learned from when that is asked for
   */
  Network(Workbench bench, Model model, Supplier<DataSource> data, ModelCard card) {
    this.bench = bench;
    this.model = model;
    this.data = data;
    this.card = card;
  }

  /** The core's model. */
  public Model model() {
    return model;
  }

  /** What tables call it. */
  public String getName() {
    return model.name();
  }

  /** The class names, in label order. */
  public List<String> getClasses() {
    return model.classes();
  }

  /** What it learns from; null when that is not known. */
  public DataSource getData() {
    return data.get();
  }

  /** What a pretrained network says of itself; null for every other one. */
  public ModelCard getCard() {
    return card;
  }

  /** How many weights it has. */
  public long getParameters() {
    return model.graph().numParams();
  }

  /** What the latest training of this session recorded; null before the first. */
  public Table getHistory() {
    return trainings.isEmpty() ? null : training().table();
  }

  /** What the latest training of this session did; null before the first. */
  TrainingResult training() {
    return trainings.isEmpty() ? null : trainings.get(trainings.size() - 1);
  }

  /** Trains with the defaults; see {@link #train(Map)}. */
  public Table train() {
    return train(Map.of());
  }

  /**
   * Trains at once and gives the history.
   *
   * @param options see {@code help train}
   * @throws RobustaException if an option is wrong, or the data don't fit
   */
  public Table train(
      @NamedParam(value = "eps", type = Double.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "adversary", type = String.class)
          @NamedParam(value = "epsWarmUp", type = Double.class)
          @NamedParam(value = "epochs", type = Integer.class)
          @NamedParam(value = "minutes", type = Double.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "learningRate", type = Double.class)
          @NamedParam(value = "schedule", type = Object.class)
          @NamedParam(value = "optimizer", type = String.class)
          @NamedParam(value = "momentum", type = Double.class)
          @NamedParam(value = "weightDecay", type = Double.class)
          @NamedParam(value = "augment", type = Object.class)
          @NamedParam(value = "only", type = String.class)
          @NamedParam(value = "precision", type = String.class)
          @NamedParam(value = "evaluateEvery", type = Integer.class)
          @NamedParam(value = "evaluateOn", type = Integer.class)
          @NamedParam(value = "checkpoints", type = String.class)
          @NamedParam(value = "resume", type = Boolean.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options) {
    Arguments given = Verbs.TRAIN.check(options);
    DataSource source = given.get("data").map(DataSource.class::cast).orElseGet(data);
    if (source == null) {
      throw new RobustaException(
          "train needs data; write train(data: data) or make the model with model(name, data: data)");
    }
    String start = start(given);
    Trainer trainer =
        Trainer.of(model.withStart(start), source, bench.engine()).adversary(adversary(given));
    given.get("epochs").ifPresent(number -> trainer.epochs((Integer) number));
    given
        .get("minutes")
        .ifPresent(
            minutes -> trainer.budget(Duration.ofMillis(Math.round((Double) minutes * 60_000))));
    if (given.has("epochs") && given.has("minutes")) {
      throw new RobustaException("train takes epochs or minutes, not both");
    }
    given.get("batch").ifPresent(number -> trainer.batchSize((Integer) number));
    given.get("learningRate").ifPresent(rate -> trainer.learningRate((Double) rate));
    given.get("schedule").ifPresent(choice -> trainer.schedule(schedule(choice)));
    given.get("epsWarmUp").ifPresent(epochs -> trainer.epsWarmUp((Double) epochs));
    given.get("precision").ifPresent(format -> trainer.precision(Precision.of(format.toString())));
    given.path("checkpoints").ifPresent(folder -> trainer.checkpoints(bench.resolve(folder)));
    given.get("resume").ifPresent(on -> trainer.resume((Boolean) on));
    trainer.optimizer(optimizer(given));
    given.get("augment").ifPresent(choice -> trainer.augmentation((Augmentation) choice));
    given
        .get("only")
        .ifPresent(part -> trainer.only(Part.valueOf(part.toString().toUpperCase(Locale.ROOT))));
    trainer.evaluation(given.count("evaluateEvery", 1), given.count("evaluateOn", 1000));
    LiveTraining curves = new LiveTraining(bench.display(), bench.resolve(Path.of("training.png")));
    trainer.watcher(curves::follow);
    TrainingResult result = trainer.run(bench.context(given.integer("seed", bench.seed())));
    curves.end(result);
    result.warnings().forEach(bench.display()::text);
    remember(result);
    given.path("checkpoints").ifPresent(folder -> starts.put(bench.resolve(folder), start));
    return result.table();
  }

  /**
   * A training that began where an earlier one did takes the place of that and of what followed.
   */
  private void remember(TrainingResult result) {
    Object start = result.recipe().settings().get("start");
    for (int i = 0; i < trainings.size(); i++) {
      if (Objects.equals(trainings.get(i).recipe().settings().get("start"), start)) {
        trainings.subList(i, trainings.size()).clear();
      }
    }
    trainings.add(result);
  }

  /** The weights that a training begins with, or with which the one began that it goes on with. */
  private String start(Arguments given) {
    String now = trainings.isEmpty() ? model.start() : model.name() + " " + model.hash();
    return given
        .path("checkpoints")
        .map(bench::resolve)
        .filter(folder -> given.flag("resume", true) && Files.exists(folder))
        .map(folder -> starts.getOrDefault(folder, now))
        .orElse(now);
  }

  private static Adversary adversary(Arguments given) {
    if (!given.has("eps")) {
      requireUnset(
          given,
          "without eps there is no adversary; give eps, or leave %s out",
          "adversary",
          "norm",
          "steps",
          "stepSize",
          "epsWarmUp");
    }
    double eps = given.number("eps", 0);
    if (eps == 0) {
      return Adversary.none();
    }
    Constraint ball =
        given.text("norm", "L2").equals("L2") ? Constraint.l2(eps) : Constraint.linf(eps);
    if (given.text("adversary", "pgd").equals("noise")) {
      requireUnset(
          given, "the noise adversary takes one step of eps; leave %s out", "steps", "stepSize");
      return Adversary.noise(ball);
    }
    Pgd.Builder pgd = Pgd.in(ball).steps(given.count("steps", 7)).randomStart(true).useBest(false);
    given.get("stepSize").ifPresent(size -> pgd.stepSize((Double) size));
    return Adversary.pgd(pgd.build());
  }

  private static Optimizer optimizer(Arguments given) {
    double decay = given.number("weightDecay", 5e-4);
    if (!given.text("optimizer", "sgd").equals("sgd")) {
      requireUnset(given, "only sgd has momentum; leave %s out", "momentum");
    }
    return switch (given.text("optimizer", "sgd")) {
      case "adam" -> Optimizer.adam(decay);
      case "adamw" -> Optimizer.adamW(decay);
      default -> Optimizer.sgd(given.number("momentum", 0.9), decay);
    };
  }

  /** An option that would be ignored is a mistake. */
  private static void requireUnset(Arguments given, String why, String... options) {
    for (String option : options) {
      if (given.has(option)) {
        throw new RobustaException("train: " + why.formatted(option));
      }
    }
  }

  private static Schedule schedule(Object choice) {
    if (choice instanceof double[] epochs) {
      return Schedule.drop(0.1, epochs);
    }
    return switch (choice.toString()) {
      case "constant" -> Schedule.constant();
      case "linear" -> Schedule.linear();
      case "cyclic" -> Schedule.cyclic();
      case "cosine" -> Schedule.cosine();
      default -> Schedule.dropEvery(0.1, 50);
    };
  }

  /** Tells that it needs others; see {@link #average(Map)}. */
  public Network average() {
    return average(Map.of());
  }

  /**
   * Replaces its weights by the mean of its own and those of others at once; see {@code help
   * average}.
   *
   * @return this network
   * @throws RobustaException if the others are not of its architecture, or its data are not known
   */
  public Network average(
      @NamedParam(value = "with", type = Object.class, required = true)
          @NamedParam(value = "augment", type = Object.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "data", type = DataSource.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options) {
    Arguments given = Verbs.AVERAGE.check(options);
    List<Model> others =
        Arrays.stream((Network[]) given.required("with")).map(Network::model).toList();
    WeightAverage average =
        WeightAverage.of(model, others, bench.engine()).batchSize(given.count("batch", 128));
    given
        .get("data")
        .map(DataSource.class::cast)
        .or(() -> Optional.ofNullable(data.get()))
        .ifPresent(source -> average.on(source.train()));
    given.get("augment").ifPresent(choice -> average.augmentation((Augmentation) choice));
    Map<String, String> settings = average.run(bench.context(given.integer("seed", bench.seed())));
    if (!trainings.isEmpty()) {
      trainings.set(trainings.size() - 1, training().averaged(settings));
    }
    return this;
  }

  /** Measures the clean accuracy at once; see {@link #evaluate(Map)}. */
  public Table evaluate() {
    return evaluate(Map.of());
  }

  /**
   * Measures accuracy at once.
   *
   * @param options see {@code help evaluate}
   * @return one row, with the column model and one column of accuracies per eps
   */
  public Table evaluate(
      @NamedParam(value = "on", type = Dataset.class)
          @NamedParam(value = "eps", type = List.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "first", type = Integer.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "seed", type = Long.class)
          Map<String, ?> options) {
    Arguments given = Verbs.EVALUATE.check(options);
    return Accuracies.byModel(
        measure(bench, List.of(this), given, given.integer("seed", bench.seed())));
  }

  /** Measures the accuracy of some networks. */
  static EvaluationResult measure(
      Workbench bench, List<Network> networks, Arguments given, long seed) {
    Evaluation evaluation =
        Evaluation.of(bench.engine(), networks.stream().map(Network::model).toArray(Model[]::new))
            .on(measuredOn(networks.get(0), given))
            .eps(given.numbers("eps", 0))
            .attack(measuringAttack(given));
    given.get("first").ifPresent(count -> evaluation.first((Integer) count));
    given.get("batch").ifPresent(count -> evaluation.batchSize((Integer) count));
    return evaluation.run(bench.context(seed));
  }

  /** The images that a measurement is on. */
  private static Dataset measuredOn(Network network, Arguments given) {
    if (given.has("on")) {
      return (Dataset) given.required("on");
    }
    DataSource own = network.getData();
    if (own == null) {
      throw new RobustaException(
          given.verb().name() + " needs images to measure on; add on: data.test");
    }
    return own.test();
  }

  /** The attack that a measurement is under, whose eps is not used. */
  private static Pgd measuringAttack(Arguments given) {
    boolean l2 = given.text("norm", "L2").equals("L2");
    int restarts = given.count("restarts", 1);
    Pgd.Builder pgd =
        Pgd.in(l2 ? Constraint.l2(0) : Constraint.linf(0))
            .steps(given.count("steps", 20))
            .restarts(restarts)
            .randomStart(restarts > 1);
    given.get("stepSize").ifPresent(size -> pgd.stepSize((Double) size));
    return pgd.build();
  }

  /** Writes its weights and its card, measured on clean images; see {@link #publish(Map)}. */
  public ModelCard publish() {
    return publish(Map.of());
  }

  /**
   * Writes the weights and the card of a trained network; see {@code help publish}.
   *
   * @throws RobustaException if it was not trained in this session
   */
  public ModelCard publish(
      @NamedParam(value = "on", type = Dataset.class)
          @NamedParam(value = "eps", type = List.class)
          @NamedParam(value = "norm", type = String.class)
          @NamedParam(value = "steps", type = Integer.class)
          @NamedParam(value = "stepSize", type = Double.class)
          @NamedParam(value = "restarts", type = Integer.class)
          @NamedParam(value = "first", type = Integer.class)
          @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "seed", type = Long.class)
          @NamedParam(value = "about", type = String.class)
          @NamedParam(value = "script", type = String.class)
          Map<String, ?> options) {
    Arguments given = ZooVerbs.PUBLISH.check(options);
    if (trainings.isEmpty()) {
      throw new RobustaException(
          "publish needs to know how '%s' was trained; train it before it (with checkpoints, a training that is done already ends at once)"
              .formatted(getName()));
    }
    Publication publication =
        Publication.of(model, trainings, bench.engine())
            .on(measuredOn(this, given))
            .eps(given.numbers("eps", 0))
            .attack(measuringAttack(given))
            .about(given.text("about", ""))
            .script(given.text("script", ""));
    given.get("first").ifPresent(count -> publication.first((Integer) count));
    given.get("batch").ifPresent(count -> publication.batchSize((Integer) count));
    ModelCard written =
        publication.write(bench.folder(), bench.context(given.integer("seed", bench.seed())));
    bench
        .display()
        .text(
            "saved %s and its card".formatted(bench.folder().resolve(getName() + ".safetensors")));
    return written;
  }

  /**
   * The representations of some images: a list of one array of coordinates per image; see {@code
   * help represent}.
   *
   * @param images pictures, a dataset or a sentence that gives images
   * @throws RobustaException if they are no images, or don't fit the network
   */
  public List<float[]> represent(Object images) {
    Activations activations = activations("represent", images);
    return IntStream.range(0, activations.count()).mapToObj(activations::representation).toList();
  }

  /**
   * What the network takes some images for; see {@code help predict}.
   *
   * @param images pictures, a dataset or a sentence that gives images
   * @return one row per image: its number, its class where that is known, the predicted class and
   *     that one's probability (softmax)
   * @throws RobustaException if they are no images, or don't fit the network
   */
  public Table predict(Object images) {
    Activations activations = activations("predict", images);
    return ResultTables.predictions(activations, Pictures.from(images).getNames(), getClasses());
  }

  /** What a batch of 128 images takes of the memory; see {@link #memory(Map)}. */
  public Table memory() {
    return memory(Map.of());
  }

  /**
   * What a batch takes of the memory outside Java's heap; see {@code help memory}.
   *
   * @return one row per kind of work, in MB
   */
  public Table memory(
      @NamedParam(value = "batch", type = Integer.class)
          @NamedParam(value = "precision", type = String.class)
          Map<String, ?> options) {
    Arguments given = Verbs.MEMORY.check(options);
    return MemoryTable.of(
        model,
        bench.engine(),
        given.count("batch", 128),
        Precision.of(given.text("precision", "f32")));
  }

  private Activations activations(String verb, Object images) {
    if (!Pictures.fits(images)) {
      throw new RobustaException("%s needs images, not %s".formatted(verb, Kind.show(images)));
    }
    return Representations.on(model, bench.engine())
        .of(Pictures.from(images).images(), bench.context());
  }

  /** The first digits of the hash of its weights and normalizer. */
  public String getHash() {
    return model.hash();
  }

  @Override
  public String toString() {
    return "%s: %,d weights, %d classes, images of %dx%dx%d"
        .formatted(
            model.name(),
            getParameters(),
            model.classes().size(),
            model.channels(),
            model.height(),
            model.width());
  }
}
