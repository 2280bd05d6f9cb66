package robusta.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import robusta.data.Augmentation;
import robusta.data.Dataset;
import robusta.data.Epoch;
import robusta.data.Images;
import robusta.engine.Engine;
import robusta.engine.onednn.OneDnnEngine;
import robusta.model.Model;
import robusta.run.Cancellation;
import robusta.run.CancelledException;
import robusta.run.RobustaException;
import robusta.run.RunContext;

class WeightAverageTest {
  private static final Engine ENGINE = OneDnnEngine.instance();
  private static final int IMAGES = 50;
  private static final int BATCH = 16; // the last batch holds 2

  private final Dataset images = Toys.dataset("toy train", IMAGES, 5);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void weightsAreTheMeanAndStatisticsThoseOfTheMean(boolean logDeviation) {
    Model model = Toys.model("one", 1, logDeviation);
    List<Model> others =
        List.of(Toys.model("two", 2, logDeviation), Toys.model("three", 3, logDeviation));
    Map<String, INDArray> expected = parameters(model);
    others.forEach(
        other -> parameters(other).forEach((name, values) -> expected.get(name).addi(values)));
    expected.values().forEach(sum -> sum.divi(3));

    WeightAverage.of(model, others, ENGINE).on(images).batchSize(BATCH).run(RunContext.quiet(7));

    Map<String, INDArray> got = parameters(model);
    for (String name : List.of("conv_W", "bn_gamma", "bn_beta", "output_W", "output_b")) {
      close(expected.get(name), got.get(name), 1e-6);
    }
    INDArray[] statistics = statistics(model, RunContext.quiet(7));
    close(statistics[0], got.get("bn_mean"), 1e-5);
    close(
        statistics[1],
        logDeviation
            ? Transforms.exp(got.get("bn_log10stdev").mul(2 * Math.log(10)))
            : got.get("bn_var"),
        1e-5);
  }

  /** Mean and unbiased variance of what DL4J's convolution gives, batch by batch, in double. */
  private INDArray[] statistics(Model model, RunContext context) {
    INDArray mean = null;
    INDArray variance = null;
    Epoch pass = new Epoch(images, BATCH, Augmentation.NONE, context, 0);
    ComputationGraph graph = model.graph().clone();
    for (int i = 0; i < pass.batches(); i++) {
      Images batch = pass.batch(i).images();
      INDArray input =
          Nd4j.create(batch.pixels(), new long[] {batch.count(), 1, Toys.SIZE, Toys.SIZE}, 'c');
      INDArray maps = graph.feedForward(input, false).get("conv").castTo(DataType.DOUBLE);
      INDArray batchMean = maps.mean(0, 2, 3).mul(batch.count());
      INDArray batchVariance = maps.var(true, 0, 2, 3).mul(batch.count());
      mean = mean == null ? batchMean : mean.add(batchMean);
      variance = variance == null ? batchVariance : variance.add(batchVariance);
    }
    return new INDArray[] {mean.div(IMAGES), variance.div(IMAGES)};
  }

  private static Map<String, INDArray> parameters(Model model) {
    Map<String, INDArray> copies = new HashMap<>();
    model
        .graph()
        .paramTable()
        .forEach((name, values) -> copies.put(name, values.castTo(DataType.DOUBLE).dup()));
    return copies;
  }

  private static void close(INDArray expected, INDArray actual, double tolerance) {
    double[] a = expected.reshape(expected.length()).toDoubleVector();
    double[] b = actual.castTo(DataType.DOUBLE).reshape(actual.length()).toDoubleVector();
    double largest = Arrays.stream(a).map(Math::abs).max().orElseThrow();
    assertArrayEquals(a, b, tolerance * Math.max(1, largest));
  }

  @Test
  void aModelThatWasTrainedOnIsAveragedWithItsOldSelf() {
    Model model = Toys.model();
    Trainer trainer =
        Trainer.of(model, Toys.data(150, 90), ENGINE)
            .epochs(6)
            .batchSize(32)
            .schedule(Schedule.linear());
    trainer.run(RunContext.quiet(1));
    Model before = model.copy().withName("before");
    TrainingResult training = trainer.run(RunContext.quiet(2));
    Map<String, String> settings =
        WeightAverage.of(model, List.of(before), ENGINE)
            .on(Toys.data(150, 90).train())
            .run(RunContext.quiet(3));
    assertEquals("before " + before.hash(), settings.get("averaged with"));
    assertTrue(settings.get("batch norm statistics").contains("toy train"), settings.toString());
    Map<String, String> recipe = training.averaged(settings).recipe().settings();
    assertTrue(recipe.entrySet().containsAll(settings.entrySet()), recipe.toString());
    assertEquals("6", recipe.get("epochs"));
    double accuracy =
        Evaluation.of(ENGINE, model)
            .on(Toys.data(150, 90).test())
            .run(RunContext.quiet(1))
            .scores()
            .get(0)
            .accuracy();
    assertTrue(accuracy > 0.8, "accuracy " + accuracy);
  }

  @Test
  void whatWasStoppedIsAsItWas() {
    Model model = Toys.model();
    float[] weights = Toys.weights(model);
    Cancellation cancellation = new Cancellation();
    RunContext stopped =
        new RunContext(
            1,
            (task, done, total, note) -> {
              assertEquals("average", task);
              cancellation.request();
            },
            cancellation);
    WeightAverage average =
        WeightAverage.of(model, List.of(Toys.model("other", 2)), ENGINE)
            .on(images)
            .batchSize(BATCH);
    assertThrows(CancelledException.class, () -> average.run(stopped));
    assertArrayEquals(weights, Toys.weights(model));
  }

  @Test
  void whatDoesNotFitIsSaidInASentence() {
    Model model = Toys.model();
    Model other =
        Model.create("resnet[1]").classes(model.classes()).images(1, 8, 8).width(2).build();
    says("different layers", WeightAverage.of(model, List.of(other), ENGINE).on(images));
    says("at least one other network", WeightAverage.of(model, List.of(), ENGINE).on(images));
    says("needs its training images", WeightAverage.of(model, List.of(model.copy()), ENGINE));
  }

  private static void says(String part, WeightAverage average) {
    String message =
        assertThrows(RobustaException.class, () -> average.run(RunContext.quiet(1))).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void whatDivergedIsNotAveraged() {
    Model good = Toys.model("good", 1);
    float[] before = Toys.weights(good);
    Model diverged = Toys.model("diverged", 1);
    diverged.graph().params().putScalar(3, Float.NaN);
    RobustaException e =
        assertThrows(
            RobustaException.class,
            () ->
                WeightAverage.of(good, List.of(diverged), ENGINE)
                    .on(Toys.dataset("toy train", 20, 2))
                    .run(RunContext.quiet(1)));
    assertTrue(e.getMessage().contains("weights of 'diverged' are not numbers"), e.getMessage());
    assertArrayEquals(before, Toys.weights(good));
  }
}
