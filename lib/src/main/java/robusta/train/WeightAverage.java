package robusta.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import robusta.data.Augmentation;
import robusta.data.Batch;
import robusta.data.BatchStream;
import robusta.data.Dataset;
import robusta.data.Epoch;
import robusta.engine.Engine;
import robusta.engine.MemoryNeed;
import robusta.engine.Precision;
import robusta.engine.TrainSession;
import robusta.engine.Work;
import robusta.model.Model;
import robusta.plan.Parameter;
import robusta.plan.PlanCompiler;
import robusta.plan.Step;
import robusta.run.Argument;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;
import tech.tablesaw.columns.Column;

/**
 * Replaces a model's weights by the mean of its own and those of others that were trained from the
 * same start, often a better model than each of them (Izmailov et al. 2018, "Averaging Weights
 * Leads to Wider Optima and Better Generalization", which averages points along one training).
 *
 * <pre>{@code
 * WeightAverage.of(model, List.of(earlier), engine)
 *     .on(data.train())
 *     .augmentation(Augmentations.padCrop(4).then(Augmentations.flip()))
 *     .run(context);
 * }</pre>
 *
 * <p>The running statistics of batch norm are no weights: those of the mean weights are measured
 * anew, in float32, as the mean over one pass through the training images (the paper's section 3.2;
 * the unbiased variance of each batch, as PyTorch's {@code torch.optim.swa_utils.update_bn}).
 */
public final class WeightAverage {
  private final Model model;
  private final List<Model> others;
  private final Engine engine;
  private Dataset images;
  private Augmentation augmentation = Augmentation.NONE;
  private int batchSize = 128;

  private WeightAverage(Model model, List<Model> others, Engine engine) {
    this.model = model;
    this.others = List.copyOf(others);
    this.engine = engine;
  }

  /**
   * Begins to describe a mean.
   *
   * @param model whose weights are among the averaged ones and become the mean
   * @param others the others, each of which counts as much as {@code model}; at least one
   */
  public static WeightAverage of(Model model, List<Model> others, Engine engine) {
    return new WeightAverage(model, others, engine);
  }

  /** The images that batch norm's statistics are measured on: those that it was trained on. */
  public WeightAverage on(Dataset choice) {
    images = choice;
    return this;
  }

  /** How these images are varied: as in the training. None by default. */
  public WeightAverage augmentation(Augmentation choice) {
    augmentation = choice;
    return this;
  }

  /** Images per batch, whose own statistics are averaged; 128 unless said. */
  public WeightAverage batchSize(int count) {
    batchSize = Argument.atLeastOne("the batch size", count);
    return this;
  }

  /**
   * Averages. Progress counts batches under {@code "average"}.
   *
   * @return what a recipe says of it
   * @throws RobustaException if the models are not of one architecture, or there are no images of
   *     the model's shape to measure statistics on
   * @throws CancelledException if it was stopped; the model is then as it was
   */
  public Map<String, String> run(RunContext context) {
    requireAlike();
    List<Step.BatchNorm> norms = norms();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "averaged with",
        others.stream()
            .map(other -> other.name() + " " + other.hash())
            .collect(Collectors.joining(", ")));
    Model mean = model.copy();
    FlatParameters parameters = FlatParameters.of(mean);
    parameters.set(meanWeights());
    if (!norms.isEmpty()) {
      requireImages();
      settings.put(
          "batch norm statistics",
          "measured anew on %s, augmentation %s".formatted(images.name(), augmentation.name()));
      measureStatistics(mean, parameters, norms, context);
    }
    FlatParameters.of(model).set(parameters.copy());
    return settings;
  }

  private void requireAlike() {
    if (others.isEmpty()) {
      throw new RobustaException(
          "averaging '%s' needs at least one other network".formatted(model.name()));
    }
    FlatParameters.of(model).requireFinite(model.name());
    for (Model other : others) {
      FlatParameters.of(other).requireFinite(other.name());
      if (!layers(other).equals(layers(model))) {
        throw new RobustaException(
            "'%s' and '%s' have different layers; only weights of one architecture can be averaged"
                .formatted(model.name(), other.name()));
      }
      if (!Arrays.equals(other.normalizer().mean(), model.normalizer().mean())
          || !Arrays.equals(other.normalizer().std(), model.normalizer().std())
          || !other.classes().equals(model.classes())) {
        throw new RobustaException(
            "'%s' and '%s' differ in their classes or in how they normalize images; only what was trained on the same data can be averaged"
                .formatted(model.name(), other.name()));
      }
    }
  }

  private void requireImages() {
    if (images == null || images.size() == 0) {
      throw new RobustaException(
          "averaging '%s' needs its training images, to measure the statistics of its batch norms"
              .formatted(model.name()));
    }
    model.requireImagesOf(images);
  }

  private static List<List<?>> layers(Model of) {
    return of.layers().columns().stream().<List<?>>map(Column::asList).toList();
  }

  /** Where the statistics lie: in the same places in every model of these layers. */
  private List<Step.BatchNorm> norms() {
    return PlanCompiler.compile(model).steps().stream()
        .filter(Step.BatchNorm.class::isInstance)
        .map(Step.BatchNorm.class::cast)
        .toList();
  }

  private float[] meanWeights() {
    List<float[]> each =
        Stream.concat(Stream.of(model), others.stream())
            .map(one -> FlatParameters.of(one).copy())
            .toList();
    float[] mean = new float[each.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] weights : each) {
        sum += weights[i];
      }
      mean[i] = (float) (sum / each.size());
    }
    return mean;
  }

  private void measureStatistics(
      Model mean, FlatParameters parameters, List<Step.BatchNorm> norms, RunContext context) {
    int largest = Math.min(batchSize, images.size());
    MemoryNeed.on(engine).session(mean, Work.TRAINING, Precision.F32).require(largest);
    List<Statistic> statistics = norms.stream().flatMap(Statistic::of).toList();
    float[] logits = new float[largest * mean.classes().size()];
    Epoch pass = new Epoch(images, batchSize, augmentation, context, 0);
    try (TrainSession session = engine.train(mean, Precision.F32);
        BatchStream batches = pass.stream(0)) {
      session.cancelWith(context.cancellation());
      while (batches.hasNext()) {
        Batch batch = batches.next();
        batch.images().requireValid();
        statistics.forEach(statistic -> statistic.clear(parameters));
        long dropout = context.random("dropout", batches.position()).nextLong();
        session.forward(batch.images().pixels(), batch.size(), dropout, logits);
        statistics.forEach(statistic -> statistic.add(parameters, batch.size()));
        context.progress().report("average", batches.position(), pass.batches(), "");
      }
    }
    statistics.forEach(statistic -> statistic.write(parameters, images.size()));
  }

  /** A running mean or variance, whose value in every batch is added up. */
  private static final class Statistic {
    private final FlatParameters.Range range;
    private final boolean logDeviation;
    private final double share;
    private final float[] values;
    private final double[] sums;

    /**
     * One of a batch norm's statistics.
     *
     * @param logDeviation whether it is kept as the decimal logarithm of a standard deviation
     * @param decay how much of the old value a training pass keeps
     */
    private Statistic(Parameter parameter, boolean logDeviation, double decay) {
      range = FlatParameters.range(parameter);
      this.logDeviation = logDeviation;
      share = 1 - decay;
      values = new float[parameter.size()];
      sums = new double[parameter.size()];
    }

    static Stream<Statistic> of(Step.BatchNorm norm) {
      return Stream.of(
          new Statistic(norm.mean(), false, norm.decay()),
          new Statistic(norm.variance(), norm.logDeviation(), norm.decay()));
    }

    /** Sets it to 0, so that a training pass leaves its share of the batch's own value there. */
    void clear(FlatParameters parameters) {
      Arrays.fill(values, logDeviation ? Float.NEGATIVE_INFINITY : 0);
      parameters.writeWeights(range, values);
    }

    void add(FlatParameters parameters, int count) {
      parameters.readWeights(range, values);
      for (int i = 0; i < values.length; i++) {
        double kept = logDeviation ? Math.pow(10, 2.0 * values[i]) : values[i];
        sums[i] += count * kept / share;
      }
    }

    void write(FlatParameters parameters, int count) {
      for (int i = 0; i < values.length; i++) {
        double mean = sums[i] / count;
        values[i] = (float) (logDeviation ? 0.5 * Math.log10(mean) : mean);
      }
      parameters.writeWeights(range, values);
    }
  }
}
